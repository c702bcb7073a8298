"""What `trialscreen doctor` says of the hospitals that sign people in: whether each answers as the issuer it is."""

import asyncio
from collections.abc import Iterator

from bot.channels.web.hospitals.provider_documents import ProviderDocuments
from bot.channels.web.hospitals.provider_http import ProviderHttp
from bot.channels.web.hospitals.provider_port import ProviderUnavailable
from bot.cli.health import HealthFinding
from bot.config.errors import UsageFault
from bot.config.identity_providers import IdentityProvider, read_identity_providers
from bot.config.settings import Settings


def examine_listed_hospitals(given: Settings, *, is_quick: bool) -> Iterator[HealthFinding]:
    """Yields what is wrong with the file of hospitals, or what each entry comes to; unless it is quick, they are asked.

    No secret is shown.
    """
    try:
        hospitals = read_identity_providers(given)
    except UsageFault as fault:
        yield HealthFinding("hospitals", str(fault), is_well=False)
        return
    for each in hospitals:
        yield HealthFinding("hospitals", _describe(each)) if is_quick else asyncio.run(_ask(each))


async def _ask(hospital: IdentityProvider) -> HealthFinding:
    documents = ProviderDocuments(hospital.issuer, ProviderHttp())
    try:
        metadata, keys = await documents.find_metadata(), await documents.find_keys(None)
    except ProviderUnavailable as fault:
        why = type(fault.__cause__ or fault).__name__
        said = (
            f"{hospital.key}: {hospital.issuer} cannot be asked, or says that it is another issuer ({why}); open"
            f" {documents.address} from this machine, and copy 'issuer' from there"
        )
        return HealthFinding("hospitals", said, is_well=False)
    ends = "" if metadata.end_session_endpoint else "; it has no address that signs people out there"
    return HealthFinding("hospitals", f"{_describe(hospital)}; it answers, with {len(keys)} keys{ends}")


def _describe(hospital: IdentityProvider) -> str:
    client = "a client with a secret" if hospital.client_secret else "a public client"
    roles = ", ".join(dict.fromkeys(role.value for _, role in hospital.roles))
    return f"{hospital.key}: {hospital.name} signs in at {hospital.issuer} as {client}; groups give {roles}"
