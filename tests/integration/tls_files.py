# SPDX-License-Identifier: MIT
"""Certificates for tests, made on the spot with openssl and valid for two days."""

import pathlib
import ssl
import subprocess


class Authority:
    """A certificate authority in `folder`; `ca_file` is what its clients trust."""

    def __init__(self, folder, name="test authority"):
        self._folder = pathlib.Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = self._folder / "ca.pem"
        self._ca_key = self._folder / "ca.key"
        self._openssl(self.ca_file, self._ca_key, f"/CN={name}")

    def certificate(self, names="DNS:localhost,IP:127.0.0.1"):
        """A certificate for `names` and its key, as two PEM files."""
        stem = "".join(c if c.isalnum() else "-" for c in names)
        certificate = self._folder / f"{stem}.pem"
        key = self._folder / f"{stem}.key"
        signed_by = ["-CA", self.ca_file, "-CAkey", self._ca_key]
        extensions = ["-addext", f"subjectAltName={names}", "-addext", "basicConstraints=CA:FALSE"]
        self._openssl(certificate, key, "/CN=test server", *signed_by, *extensions)
        return certificate, key

    def server_context(self, names="DNS:localhost,IP:127.0.0.1"):
        """What a server needs to show a certificate for `names`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.certificate(names))
        return context

    @staticmethod
    def _openssl(certificate, key, subject, *more):
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
        files = ["-out", certificate, "-keyout", key, "-days", "2", "-subj", subject]
        subprocess.run(
            ["openssl", "req", "-x509", *curve, *files, *more], check=True, capture_output=True
        )
