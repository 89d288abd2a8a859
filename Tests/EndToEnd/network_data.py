"""Data about addresses as operators have them on their disks, made by the tests: lists, databases, and the file that names them."""

import json
from collections.abc import Mapping
from pathlib import Path

import yaml
from mmdb_writer import MMDBWriter
from netaddr import IPSet


def write_database(path: Path, kind: str, records: Mapping[str, dict], *, ip_version: int = 6) -> Path:
    """An MMDB of that type, such as `GeoLite2-City`, with a record for each block. Of nested blocks the outer goes first."""
    writer = MMDBWriter(ip_version=ip_version, database_type=kind, languages=["en"], description="made by a test",
                        ipv4_compatible=ip_version == 6)
    for block, record in records.items():
        writer.insert_network(IPSet([block]), record)
    writer.to_db_file(str(path))
    return path


def city(country: str, name: str, *, city: str | None = None, region: str | None = None, at: tuple[float, float] | None = None,
         zone: str | None = None, postal: str | None = None, radius: int | None = None) -> dict:
    """A record as MaxMind's City databases have it."""
    record: dict = {"country": {"iso_code": country, "names": {"en": name}}}
    if city:
        record["city"] = {"names": {"en": city}}
    if region:
        record["subdivisions"] = [{"names": {"en": region}}]
    if at or zone:
        record["location"] = {**({"latitude": at[0], "longitude": at[1]} if at else {}), **({"time_zone": zone} if zone else {}),
                              **({"accuracy_radius": radius} if radius else {})}
    if postal:
        record["postal"] = {"code": postal}
    return record


def system(number: int, name: str) -> dict:
    """A record as MaxMind's ASN databases have it."""
    return {"autonomous_system_number": number, "autonomous_system_organization": name}


class Sources:
    """A folder with sources, and the file that names them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.file = folder / "sources.yaml"
        self.entries: list[dict] = []
        self.write()

    @property
    def options(self) -> list[str]:
        """How a server or a command is told of them."""
        return ["--network-sources", str(self.file)]

    def write(self) -> None:
        self.file.write_text(yaml.safe_dump({"defaults": False, "sources": self.entries}, sort_keys=False, allow_unicode=True))

    def add(self, name: str, file: Path | str, **members: object) -> None:
        """Names a file that is there."""
        self.entries.append({"name": name, "file": str(file), **members})
        self.write()

    def list(self, name: str, text: str, means: str, suffix: str = "txt", **members: object) -> None:
        """Writes a list and names it."""
        (self.folder / f"{name}.{suffix}").write_text(text)
        self.add(name, f"{name}.{suffix}", means=means, **members)

    def database(self, name: str, kind: str, records: Mapping[str, dict], **more: int) -> None:
        """Writes a database and names it."""
        write_database(self.folder / f"{name}.mmdb", kind, records, **more)
        self.add(name, f"{name}.mmdb", kind="mmdb")

    def crawlers(self, name: str, lists: Mapping[str, dict]) -> None:
        """Writes an index of the ranges that operators of crawlers publish, and names it."""
        (self.folder / f"{name}.json").write_text(json.dumps({"sources": lists}, indent=1))
        self.add(name, f"{name}.json", kind="crawler-ranges")
