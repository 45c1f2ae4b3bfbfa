"""A key and certificate of no worth, for tls.localhost: made for tests, good from 2020 to 2120."""

import ssl
from pathlib import Path

import pytest

KEY_AND_CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpXOfoWCdFoP5kEaE
yvSY99lOuYhL/wp8mb35goz3DSihRANCAASa2FrR2E05vXRnOXJbvRhCacqyQcTL
Xh1I9D1LxJy+XsZ+bR/cwJ1VxHr4OxCIY2vn2IMyVCWlyY/u7gxixMmY
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBbjCCAROgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA10bHMubG9j
YWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD
VQQDDA10bHMubG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmtha
0dhNOb10ZzlyW70YQmnKskHEy14dSPQ9S8Scvl7Gfm0f3MCdVcR6+DsQiGNr59iD
MlQlpcmP7u4MYsTJmKNMMEowGAYDVR0RBBEwD4INdGxzLmxvY2FsaG9zdDAPBgNV
HRMBAf8EBTADAQH/MB0GA1UdDgQWBBRoM7eSgtES+xvzrry0Pfznuxu7eDAKBggq
hkjOPQQDAgNJADBGAiEAu19hctycVJLF0Z1hmq1srhB+c6O9sGSeEIQPYT8hYZwC
IQCyo4FM967FAM01T519SLLiOkCBs6WhoaeHAKLeMckm1Q==
-----END CERTIFICATE-----
"""


def serving_safely(folder: Path, trust: pytest.MonkeyPatch):
    """Give what wraps a server's connections; ``trust`` (monkeypatch) lets clients believe it."""
    path = folder / "tls.pem"
    path.write_text(KEY_AND_CERTIFICATE)
    trust.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return lambda connection: context.wrap_socket(connection, server_side=True)
