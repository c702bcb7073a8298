// A person at a Matrix client: matrix-js-sdk with its Rust cryptography, in the mode that leaves out unsigned devices.
// Reads commands as JSON lines on stdin, and tells their answers, and all that it sees, as JSON lines on stdout.
"use strict";

const readline = require("node:readline");

const stdout = process.stdout;
const tell = (what) => stdout.write(`${JSON.stringify(what)}\n`);
for (const name of ["log", "info", "debug", "trace", "warn", "error"]) {
    console[name] = (...words) => process.env.PEER_LOG && process.stderr.write(`${words.map(String).join(" ")}\n`);
}

let sdk, cryptoApi, client, password;

async function load() {
    sdk = await import("matrix-js-sdk");
    cryptoApi = await import("matrix-js-sdk/lib/crypto-api/index.js");
    const { logger } = await import("matrix-js-sdk/lib/logger.js");
    if (!process.env.PEER_LOG) logger.setLevel?.(5);
}

const authenticate = async (makeRequest) => {
    try {
        return await makeRequest(null);
    } catch (refusal) {
        if (refusal.httpStatus !== 401) throw refusal;
        const identifier = { type: "m.id.user", user: client.getUserId() };
        return makeRequest({ type: "m.login.password", identifier, password, session: refusal.data.session });
    }
};

async function describe(event) {
    const told = {
        saw: event.getType(), room: event.getRoomId(), event: event.getId(), sender: event.getSender(),
        content: event.getContent(), encrypted: event.isEncrypted(), failed: event.isDecryptionFailure(),
        reason: event.decryptionFailureReason ?? null, shield: null,
    };
    if (event.isEncrypted() && !told.failed) {
        const info = await client.getCrypto().getEncryptionInfoForEvent(event);
        told.shield = info && { colour: info.shieldColour, reason: info.shieldReason };
    }
    return told;
}

const commands = {
    async login({ homeserver, user, secret, device_name, signed, recovery_key, lax }) {
        password = secret;
        const first = sdk.createClient({ baseUrl: homeserver });
        const login = await first.loginRequest({
            type: "m.login.password", identifier: { type: "m.id.user", user }, password,
            initial_device_display_name: device_name,
        });
        const cryptoCallbacks = recovery_key && {
            getSecretStorageKey: async ({ keys }) => [Object.keys(keys)[0], cryptoApi.decodeRecoveryKey(recovery_key)],
        };
        client = sdk.createClient({
            baseUrl: homeserver, userId: login.user_id, deviceId: login.device_id, accessToken: login.access_token,
            cryptoCallbacks: cryptoCallbacks || undefined,
        });
        await client.initRustCrypto({ useIndexedDB: false });
        const crypto = client.getCrypto();
        if (!lax) crypto.setDeviceIsolationMode(new cryptoApi.OnlySignedDevicesIsolationMode());
        client.on("event", async (event) => {
            if (!event.isEncrypted()) return tell(await describe(event));
            if (!event.isBeingDecrypted() && event.getType() !== "m.room.encrypted") tell(await describe(event));
        });
        client.on("Event.decrypted", async (event) => tell(await describe(event)));
        client.on("sync", (state) => tell({ sync: state }));
        await client.startClient({ initialSyncLimit: 50 });
        await new Promise((ready) => {
            const look = () => (client.isInitialSyncComplete() ? ready() : setTimeout(look, 50));
            look();
        });
        await crypto.userHasCrossSigningKeys(login.user_id, true); // it is imported only where it was looked up
        if (signed) await crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: authenticate });
        return { user: login.user_id, device: login.device_id, token: login.access_token };
    },
    async is_signed() {
        await client.getCrypto().userHasCrossSigningKeys(client.getUserId(), true);
        const status = await client.getCrypto().getDeviceVerificationStatus(client.getUserId(), client.getDeviceId());
        return { signed: Boolean(status?.signedByOwner), ready: await client.getCrypto().isCrossSigningReady() };
    },
    async reset_identity() {
        await client.getCrypto().bootstrapCrossSigning({
            setupNewCrossSigning: true, authUploadDeviceSigningKeys: authenticate,
        });
        return {};
    },
    async create({ invite, encrypted }) {
        const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
        const made = await client.createRoom({
            invite, is_direct: true, preset: "trusted_private_chat", initial_state: encrypted ? [encryption] : [],
        });
        return { room: made.room_id };
    },
    async send({ room, type = "m.room.message", content, transaction }) {
        return { event: (await client.sendEvent(room, null, type, content, transaction)).event_id };
    },
    async text({ room, body }) {
        return commands.send({ room, content: { msgtype: "m.text", body } });
    },
    async reply({ room, body, event }) {
        const relation = { "m.in_reply_to": { event_id: event } };
        return commands.send({ room, content: { msgtype: "m.text", body, "m.relates_to": relation } });
    },
    async edit({ room, body, event }) {
        const next = { msgtype: "m.text", body };
        const relation = { rel_type: "m.replace", event_id: event };
        const content = { msgtype: "m.text", body: `* ${body}`, "m.new_content": next, "m.relates_to": relation };
        return commands.send({ room, content });
    },
    async react({ room, event, key }) {
        const relation = { rel_type: "m.annotation", event_id: event, key };
        return commands.send({ room, type: "m.reaction", content: { "m.relates_to": relation } });
    },
    async open_file({ file }) {
        const address = client.mxcUrlToHttp(file.url, undefined, undefined, undefined, true, true, true);
        const answer = await fetch(address, { headers: { Authorization: `Bearer ${client.getAccessToken()}` } });
        const encrypted = await answer.arrayBuffer();
        const usages = ["encrypt", "decrypt"];
        const key = await globalThis.crypto.subtle.importKey("jwk", file.key, { name: "AES-CTR" }, false, usages);
        const counter = Buffer.from(file.iv, "base64");
        const way = { name: "AES-CTR", counter, length: 64 };
        return { text: Buffer.from(await globalThis.crypto.subtle.decrypt(way, key, encrypted)).toString() };
    },
    async redact({ room, event }) {
        return { event: (await client.redactEvent(room, event)).event_id };
    },
    async invite({ room, user }) {
        await client.invite(room, user);
        return {};
    },
    async join({ room }) {
        await client.joinRoom(room);
        return {};
    },
    async leave({ room }) {
        await client.leave(room);
        return {};
    },
    async new_session({ room }) {
        await client.getCrypto().forceDiscardSession(room);
        return {};
    },
    async logout() {
        await client.logout(true);
        return {};
    },
};

async function main() {
    await load();
    tell({ ready: true });
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const { id, command, ...parameters } = JSON.parse(line);
        commands[command](parameters).then(
            (answer) => tell({ id, answer }),
            (fault) => tell({ id, fault: `${fault.name}: ${fault.message}`.slice(0, 300), code: fault.errcode ?? null }),
        );
    }
    client?.stopClient();
    process.exit(0);
}

main();
