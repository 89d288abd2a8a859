/// Names of CSV columns and JSON members, by which those who publish lists say what is in them. They are compared by their letters and
/// digits alone, in lower case: `IP_Prefix`, `ip-prefix` and `ipPrefix` are one.
enum ColumnName {
    /// The letters and digits of a name. Empty for names of more than 40 bytes: none of those is known.
    static func plain(_ text: TextBytes) -> String {
        guard text.count <= 40 else { return "" }
        var name = ""
        for byte in text where byte.decimalDigit != nil || (0x61...0x7a).contains(byte | 0x20) {
            name.unicodeScalars.append(Unicode.Scalar(byte.decimalDigit == nil ? byte | 0x20 : byte))
        }
        return name
    }

    /// Addresses or blocks. Where there are several, the first of these counts: a list of addresses may tell the network of each, which is
    /// more than what is listed.
    static let addresses = [
        "ip", "ipaddress", "ipaddr", "dstip", "srcip", "hostip", "exitaddress", "address", "addr", "cidr", "ipcidr",
        "ipprefix",
        "prefix", "addressprefix", "network", "ipnetwork", "subnet", "netblock", "block", "iprange", "range",
    ]
    /// Columns of one version, which go together.
    static let versioned: Set = [
        "ipv4", "ipv4address", "ipv4prefix", "ipv4cidr", "ipv6", "ipv6address", "ipv6prefix", "ipv6cidr",
    ]
    /// The first address of a range.
    static let starts: Set = [
        "start", "startip", "ipstart", "startaddress", "startipaddress", "from", "ipfrom", "fromip", "first", "firstip",
        "firstaddress", "begin", "beginip", "low", "lowip", "rangestart", "networkstart", "networkstartip",
    ]
    /// The last address of a range.
    static let ends: Set = [
        "end", "endip", "ipend", "endaddress", "endipaddress", "to", "ipto", "toip", "last", "lastip", "lastaddress",
        "high", "highip",
        "rangeend", "networkend", "networklast", "networkendip",
    ]
    /// What looks like an address and is none.
    static let misleading: Set = ["version", "mask", "netmask", "subnetmask", "wildcard", "gateway"]
    /// Numbers of autonomous systems.
    static let asns: Set = [
        "asn", "as", "asnumber", "asnum", "autonomoussystem", "autonomoussystemnumber", "autnum", "originas",
    ]
    /// Who runs an autonomous system.
    static let names: Set = [
        "name", "entity", "asname", "organization", "organisation", "org", "orgname", "description", "descr",
        "asdescription", "holder", "owner", "provider", "company", "autonomoussystemorganization", "asorganization",
    ]
}
