"""A server that ends TLS itself, with a certificate that it made for itself."""

import os
import signal
import ssl
from pathlib import Path

from cryptography import x509

from contract import Contract
from server import Server, free_port, tripline


class TlsServer(Server):
    """A server with a second port for TLS. Its peers are its clients: no proxy is trusted here unless it is named."""

    def __init__(self, folder: Path, contract: Contract, *, trusted_proxy: str | None = None, **more: object) -> None:
        super().__init__(folder, contract, **more)
        self.trusted_proxy = trusted_proxy
        self.tls_port = free_port()
        self.tls_url = f"https://localhost:{self.tls_port}"
        self.certificate, self.key = folder / "certificate.pem", folder / "key.pem"

    def make_certificate(self, *options: object) -> None:
        made = tripline("certificate", "--directory", self.folder, *options)
        assert made.returncode == 0, made.stderr

    @property
    def command(self) -> list[str]:
        command = super().command
        at = command.index("--trusted-proxy")
        command[at:at + 2] = ["--trusted-proxy", self.trusted_proxy] if self.trusted_proxy else []
        command[command.index("--public-url") + 1] = self.tls_url
        return [*command, "--tls-port", str(self.tls_port), "--tls-certificate", str(self.certificate), "--tls-key", str(self.key)]

    def hang_up(self) -> None:
        """Tells it to read its certificate again."""
        os.kill(self.process.pid, signal.SIGHUP)

    def context(self, *protocols: str) -> ssl.SSLContext:
        """What a Python client speaks TLS with that trusts this server."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context

    def certificate_in_use(self) -> x509.Certificate:
        """The certificate that a new connection is shown."""
        return x509.load_pem_x509_certificate(ssl.get_server_certificate(("localhost", self.tls_port), timeout=10).encode())

    def processor_time(self) -> float:
        """Seconds of a processor that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Bytes of memory that the process has in use."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return 1024 * int(status.split("VmRSS:")[1].split()[0])
