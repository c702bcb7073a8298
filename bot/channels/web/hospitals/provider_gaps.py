"""What a hospital's server says of itself that would let nobody sign in, told before anybody tries."""

from collections.abc import Iterator, Sequence

from joserfc.jwk import Key

from bot.channels.web.hospitals.provider_documents import ProviderMetadata
from bot.channels.web.hospitals.provider_keys import ALGORITHMS, can_sign
from bot.config.identity_providers import IdentityProvider

SECRET_METHODS = frozenset({"client_secret_basic", "client_secret_post"})


def find_gaps(hospital: IdentityProvider, metadata: ProviderMetadata, keys: Sequence[Key]) -> Iterator[str]:
    """Yields what is missing, and what to ask the hospital for; nothing where people can sign in."""
    algorithms = ALGORITHMS.keys() & metadata.algorithms
    if not algorithms:
        yield f"it signs tokens with none of {', '.join(ALGORITHMS)}; ask for one of them for this client"
    elif not any(can_sign(each, algorithms) for each in keys):
        yield f"it lists no key that {' or '.join(sorted(algorithms))} can use; ask for its public keys at jwks_uri"
    if metadata.challenge_methods and "S256" not in metadata.challenge_methods:
        yield "it takes PKCE, and not with S256; ask for S256"
    if "code" not in metadata.response_types:
        yield "it gives no code (response type 'code'); ask for the authorization code flow"
    if hospital.client_secret and SECRET_METHODS.isdisjoint(metadata.auth_methods):
        told = ", ".join(metadata.auth_methods) or "nothing"
        yield f"it takes no secret of a client, but {told}; ask for client_secret_basic, or register a public client"
