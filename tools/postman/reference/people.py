"""Who calls: health, tokens, sessions, members, keys, clients, access of auditors."""

from tools.postman.steps import Folder, Step

TOTP = (
    "// The code of this half minute (RFC 6238) for the secret that the step before was answered.",
    'const secret = pm.collectionVariables.get("otp_uri").match(/secret=([A-Z2-7]+)/)[1];',
    'const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");',
    'const key = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2).toString(16).padStart(2, "0")).join("");',
    'const counter = Math.floor(Date.now() / 30000).toString(16).padStart(16, "0");',
    "const mac = CryptoJS.HmacSHA1(CryptoJS.enc.Hex.parse(counter), CryptoJS.enc.Hex.parse(key)).toString();",
    "const number = parseInt(mac.substr(parseInt(mac.slice(-1), 16) * 2, 8), 16) & 0x7fffffff;",
    'pm.collectionVariables.set("otp", String(number % 1000000).padStart(6, "0"));',
)
CLIENT = {"client_id": "{{client_id}}", "client_secret": "{{client_secret}}"}
LEAVER = "{{leaver_token}}"


def _sign_in(who: str, password: str = "") -> Step:
    more = {"session_id": "id", "leaver_id": "member_id"} if who == "leaver" else {}
    if who == "member":
        more = {"member_live_token": "live_token", "tenant_id": "tenant_id"}
    if who == "second":
        more = {"second_live_token": "live_token"}
    return Step(
        operation="signIn",
        name=f"Sign in: the {who}",
        body={"address": f"{{{{{who}_address}}}}", "password": f"{{{{{password or who + '_password'}}}}}"},
        save={f"{who}_token": "sandbox_token", **more},
    )


SIGN_IN = (_sign_in("member"), _sign_in("second"))

FOLDERS = (
    Folder(name="health", words="", steps=()),
    Folder(
        name="oauth",
        words="",
        steps=(
            Step(
                operation="createToken",
                body={"grant_type": "client_credentials", **CLIENT},
                expect={"token_type": "Bearer"},
                save={"spare_token": "access_token"},
            ),
            Step(
                operation="createToken",
                name="Refused: a client that is not known",
                body={
                    "grant_type": "client_credentials",
                    "client_id": "{{client_id}}",
                    "client_secret": "wrong",
                },
                status=401,
                expect={"error": "invalid_client"},
            ),
            Step(
                operation="introspectToken",
                body={**CLIENT, "token": "{{spare_token}}"},
                expect={"active": True},
            ),
            Step(operation="revokeToken", body={**CLIENT, "token": "{{spare_token}}"}),
        ),
    ),
    Folder(name="principal", words="", steps=()),
    Folder(
        name="sessions",
        words="",
        steps=(
            *SIGN_IN,
            _sign_in("leaver"),
            Step(
                operation="signIn",
                name="Refused: another password",
                body={"address": "{{leaver_address}}", "password": "not the password at all"},
                status=401,
                code="sign_in_failed",
            ),
            Step(operation="listSessions", auth=LEAVER),
            Step(
                operation="changePassword",
                auth=LEAVER,
                body={"password": "{{leaver_password}}", "new_password": "{{leaver_password}} and more"},
            ),
            Step(
                operation="beginSecondFactor",
                auth=LEAVER,
                body={"password": "{{leaver_password}} and more"},
                save={"otp_uri": "uri"},
            ),
            Step(
                operation="confirmSecondFactor",
                auth=LEAVER,
                before=TOTP,
                sets=("otp",),
                body={"code": "{{otp}}"},
                save={"recovery_code": "codes.0"},
            ),
            Step(operation="dropSecondFactor", auth=LEAVER, body={"code": "{{recovery_code}}"}),
            Step(operation="endSession", auth=LEAVER),
        ),
    ),
    Folder(
        name="members",
        words="",
        steps=(
            Step(operation="listMembers"),
            Step(operation="getMember", path={"member_id": "{{leaver_id}}"}),
            Step(operation="updateMember", path={"member_id": "{{leaver_id}}"}, body={"role": "auditor"}),
            Step(
                operation="inviteMember",
                change={"address": "ravi-{{run}}@example.com"},
                save={"invitation_id": "id"},
            ),
            Step(operation="listInvitations"),
            Step(operation="revokeInvitation"),
            Step(
                operation="acceptInvitation",
                body={"token": "{{invitation_token}}", "password": "correct horse battery staple"},
            ),
        ),
    ),
    Folder(
        name="api-keys",
        words="",
        steps=(
            Step(operation="createApiKey", save={"key_id": "api_key.id", "made_key": "secret"}),
            Step(
                operation="getPrincipal",
                name="Who is the new key?",
                auth="{{made_key}}",
                expect={"kind": "api_key"},
            ),
            Step(
                operation="listApiKeys",
                name="Refused: what the key's scopes do not hold",
                auth="{{made_key}}",
                status=403,
                code="permission_denied",
            ),
            Step(operation="listApiKeys"),
            Step(operation="getApiKey"),
            Step(operation="rotateApiKey"),
            Step(operation="revokeApiKey", expect={"status": "revoked"}),
        ),
    ),
    Folder(
        name="oauth-clients",
        words="",
        steps=(
            Step(operation="createOAuthClient", save={"made_client_id": "oauth_client.id"}),
            Step(operation="listOAuthClients"),
            Step(operation="getOAuthClient", path={"client_id": "{{made_client_id}}"}),
            Step(operation="rotateOAuthClientSecret", path={"client_id": "{{made_client_id}}"}),
            Step(operation="revokeOAuthClient", path={"client_id": "{{made_client_id}}"}),
        ),
    ),
    Folder(
        name="access-grants",
        words="",
        steps=(
            Step(
                operation="createApiKey",
                name="A key for an auditor",
                body={"name": "auditor {{run}}", "scopes": ["ledger:read"]},
                save={"auditor_key_id": "api_key.id"},
            ),
            Step(
                operation="grantAccess",
                change={"holder": "{{auditor_key_id}}", "expires_at": "{{in_a_month}}"},
                save={"grant_id": "id"},
            ),
            Step(operation="listAccessGrants"),
            Step(operation="getAccessGrant", expect={"standing": "active"}),
            Step(operation="revokeAccessGrant", expect={"standing": "revoked"}),
            Step(operation="removeMember", name="Remove the leaver", path={"member_id": "{{leaver_id}}"}),
        ),
    ),
)
