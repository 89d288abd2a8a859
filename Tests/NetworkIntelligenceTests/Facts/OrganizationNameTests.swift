import Evidence
import NetworkIntelligence
import Testing

/// The names are those under which registries have autonomous systems.
@Suite struct OrganizationNameTests {
    @Test(arguments: [
        "LIQUIDWEB Hosting", "Hostinger Web Hosting", "Tencent Cloud Computing (Beijing) Co., Ltd", "A2HOSTING",
        "Joe's Datacenter, LLC", "Micron21 Datacentre Pty Ltd", "VPSDATACENTER VPS",
        "NxtGen Datacenter & Cloud Technologies Pvt. Ltd.",
        "JOESDATACENTER", "CLOUDRADIUM", "UPCLOUD", "Servers Australia Pty. Ltd", "GOOGLE-PRIVATE-CLOUD",
        "Huawei Cloud Service data center", "UK Dedicated Servers Limited", "Colocation America Corporation",
    ])
    func namesOfHostingSpeakOfIt(name: String) { #expect(OrganizationName.clientType(name) == .hosting) }

    @Test(arguments: [
        "University of Oslo", "Universitaet Stuttgart", "Universidad de Chile", "Universidade de Sao Paulo",
        "HARVARD-UNIVERSITY", "St. Cloud State University", "Imperial College London", "Jagiellonian Univerzita",
        "The Academy of Sciences", "California Institute of Technology", "China Education and Research Network Center",
        "Hochschule RheinMain, University of Applied Sciences", "Clark County School District",
        "Uniwersytet Warszawski",
        "Croatian Academic and Research Network",
    ])
    func namesOfUniversitiesAndSchoolsSpeakOfEducation(name: String) {
        #expect(OrganizationName.clientType(name) == .education)
    }

    @Test(arguments: [
        "T-MOBILE-AS21928", "Turk Mobile Services", "Taiwan Mobile Co., Ltd.", "Idea Cellular Limited",
        "ATT-MOBILITY Mobile",
        "Telefonica Moviles Argentina SA", "China Mobile Communications Corporation", "Free Mobile SAS",
    ])
    func namesOfMobileCarriersSpeakOfIt(name: String) { #expect(OrganizationName.clientType(name) == .mobile) }

    @Test(arguments: [
        "Deutsche Telekom AG", "Telecom Italia S.p.A.", "COMCAST Cable Communications", "Vodafone Kabel Deutschland",
        "Google Fiber Inc.", "Bredband Broadband AB", "FPT Telecom Company", "Telecomunicaciones de Mexico",
        "SK Broadband Co Ltd",
        "Virgin Media Communications", "Surfline Wireless",
    ])
    func namesOfLinesSpeakOfConsumers(name: String) { #expect(OrganizationName.clientType(name) == .consumer) }

    @Test(arguments: [
        "", "Hetzner Online GmbH", "OVH SAS", "AMAZON-02", "BMW AG", "Host Hotels and Resorts, L.P.", "---",
        "\u{0}\u{1}",
        "Volkswagen Aktiengesellschaft", "UNILEVER", "CLOUDFLARENET", "Cloudflare London, LLC",
        "Telecom Hosting Company", "Cloud Broadband Communications",
    ])
    func whatSaysNothingOrSeveralThingsIsNil(name: String) { #expect(OrganizationName.clientType(name) == nil) }

    @Test func aLongNameIsReadOnlyInPart() {
        #expect(OrganizationName.clientType(String(repeating: "x ", count: 1_000_000) + "University") == nil)
    }
}
