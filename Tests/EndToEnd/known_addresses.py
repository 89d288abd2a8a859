"""The part of the Internet that the tests' sources know: whose each address is, where, and what hides behind it. None of it need be so."""

from pathlib import Path

from network_data import Sources, city, system

VPN, VPN_6 = "185.65.134.77", "2a03:1b20:5:f011::77"
TOR, TOR_6 = "204.8.96.141", "2620:7:6003::141"
RELAY = "104.28.28.76"
CLOUD, CLOUD_6 = "52.94.236.248", "2600:1f18:24e6:b900::1"
LENT_OUT = "113.161.40.9"
LISTED = "91.240.118.172"
LINE, LINE_6, MOBILE = "81.2.69.160", "2a02:c7c:1:2::3", "82.132.214.5"
ABROAD = "113.161.72.14"
NOWHERE = "5.188.10.1"
GOOGLEBOT, GOOGLEBOT_6 = "66.249.66.1", "2001:4860:4801:10::5"
# Of these only the networks are known, by the table of operators or by a list of networks.
VPN_BY_NETWORK, RELAY_BY_NETWORK, UNIVERSITY, HOSTILE = "194.127.167.67", "172.224.226.5", "128.31.0.34", "193.29.13.9"
OFFICE = "194.60.38.12"

# As the Tor project's own lists have it: one line for each address of an exit.
TOR_EXITS = f"""fingerprint, ipaddr, port
0008D9640FE4947F73E355F67E20C2D290BBC72C, {TOR}, 444
0008D9640FE4947F73E355F67E20C2D290BBC72C, {TOR_6}, 81
"""

LONDON = city("GB", "United Kingdom", city="London", region="England", at=(51.5142, -0.0931), zone="Europe/London", postal="EC2V",
              radius=10)
HANOI = city("VN", "Vietnam", city="Hanoi", region="Hanoi", at=(21.0292, 105.8526), zone="Asia/Bangkok", radius=20)
STOCKHOLM = city("SE", "Sweden", city="Stockholm", region="Stockholm County", at=(59.3241, 18.0517), zone="Europe/Stockholm",
                 postal="100 04")
ASHBURN = city("US", "United States", city="Ashburn", region="Virginia", at=(39.0469, -77.4903), zone="America/New_York", postal="20149",
               radius=20)

PLACES = {
    "185.65.134.0/24": STOCKHOLM, "2a03:1b20::/32": STOCKHOLM, "104.28.28.0/24": LONDON, "52.94.0.0/16": ASHBURN, "2600:1f18::/32": ASHBURN,
    "113.161.0.0/16": HANOI, "81.2.69.0/24": LONDON, "2a02:c7c::/32": LONDON,
    "204.8.96.0/24": city("US", "United States"), "2620:7:6003::/48": city("US", "United States"),
    "82.132.0.0/16": city("GB", "United Kingdom"), "91.240.118.0/24": city("RU", "Russia"),
    "66.249.64.0/19": city("US", "United States"), "45.83.64.0/22": city("DE", "Germany"),
}
SYSTEMS = {
    "185.65.134.0/24": system(39351, "31173 Services AB"), "2a03:1b20::/32": system(39351, "31173 Services AB"),
    "104.28.28.0/24": system(13335, "CLOUDFLARENET"), "52.94.0.0/16": system(16509, "AMAZON-02"),
    "2600:1f18::/32": system(16509, "AMAZON-02"), "113.161.0.0/16": system(45899, "VNPT Corp"),
    "81.2.69.0/24": system(64510, "Harbour Broadband"), "2a02:c7c::/32": system(64510, "Harbour Broadband"),
    "82.132.0.0/16": system(64511, "Harbour Mobile"), "66.249.64.0/19": system(15169, "GOOGLE"),
    "194.127.167.0/24": system(216025, "Mullvad VPN AB"), "172.224.226.0/24": system(36183, "AKAMAI-AS"),
    "128.31.0.0/16": system(3, "MIT-GATEWAYS"), "193.29.13.0/24": system(64512, "Bullet Proof Ltd"),
}
ANONYMOUS = {
    "5.188.10.0/24": {"is_anonymous": True, "is_public_proxy": True},
    "185.65.135.0/24": {"is_anonymous": True, "is_anonymous_vpn": True},
}
CONNECTIONS = {"194.60.38.0/24": {"connection_type": "Corporate"}, "2a02:c7c::/32": {"connection_type": "Cable/DSL"}}


def known_addresses(folder: Path) -> Sources:
    """Writes all of them."""
    sources = Sources(folder)
    # VPNs' lists hold relays and networks whole, and say of none whose it is.
    sources.list("vpns", "# VPN networks\n185.65.132.0/22\n104.28.28.0/24 ; a relay's\n", "vpn")
    sources.list("mullvad", f"185.65.134.77/32\n\n{VPN_6}\n", "vpn", provider="Mullvad VPN")
    sources.list("tor-exits", TOR_EXITS, "tor", suffix="csv")
    sources.list("private-relay", "104.28.28.72/29\n", "relay", provider="Apple")
    sources.list("data-centres", '{"prefixes": ["91.240.118.0/24"]}\n', "hosting", suffix="json")
    sources.list("lent-out", "113.161.40.0-113.161.40.15\n", "residential_proxy", provider="Bright Lines")
    sources.list("abusers", f"{LISTED}\n", "listed", categories=["scanner", "credential_stuffing"])
    sources.list("hostile-networks", "asn,name\nAS64512,Bullet Proof\n", "listed", suffix="csv", kind="asns", categories=["hijacked"])
    sources.database("connections", "GeoIP2-Connection-Type", CONNECTIONS)
    sources.database("anonymous", "GeoIP2-Anonymous-IP", ANONYMOUS)
    sources.database("places", "GeoLite2-City", PLACES)
    sources.database("systems", "GeoLite2-ASN", SYSTEMS)
    sources.crawlers("crawlers", {
        "googlebot": {"operator": "Google", "covers": ["googlebot"], "ipv4": ["66.249.66.0/27"], "ipv6": ["2001:4860:4801:10::/64"]},
        "bingbot": {"operator": "Microsoft", "covers": ["bingbot"], "ipv4": ["157.55.39.0/24"]},
        "gptbot": {"operator": "OpenAI", "covers": ["gptbot"], "ipv4": ["52.230.152.0/24"]}})
    return sources
