import Evidence

extension Crawlers {
    /// Services that look whether a site is up, for its owner.
    static let monitors: [Crawler] = [
        Crawler(
            "uptimerobot", "UptimeRobot", by: "UptimeRobot", .monitoring,
            ranges: ["https://uptimerobot.com/inc/files/ips/IPv4andIPv6.txt"],
            see: "https://uptimerobot.com/help/locations/"),
        Crawler(
            "pingdom", "Pingdom", by: "SolarWinds", .monitoring,
            tokens: ["Pingdom.com_bot_version_", "PingdomPageSpeed", "PingdomTMS"],
            ranges: ["https://my.pingdom.com/probes/ipv4", "https://my.pingdom.com/probes/ipv6"],
            see: "https://documentation.solarwinds.com/en/success_center/pingdom/"),
        Crawler(
            "better-stack", "Better Stack", by: "Better Stack", .monitoring,
            tokens: ["Better Stack", "Better Uptime Bot"],
            ranges: ["https://uptime.betterstack.com/ips-by-cluster.json"], see: "https://betterstack.com/docs/uptime/"),
        Crawler(
            "statuscake", "StatusCake", by: "StatusCake", .monitoring,
            ranges: ["https://app.statuscake.com/Workfloor/Locations.php?format=json"],
            see: "https://www.statuscake.com/kb/knowledge-base/what-are-your-ips/"),
        Crawler(
            "checkly", "Checkly", by: "Checkly", .monitoring, ranges: ["https://api.checklyhq.com/v1/static-ips"],
            see: "https://www.checklyhq.com/docs/platform/allowlisting-traffic/"),
        Crawler(
            "datadog-synthetics", "Datadog Synthetics", by: "Datadog", .monitoring,
            tokens: ["DatadogSynthetics", "Datadog/Synthetics"],
            ranges: ["https://ip-ranges.datadoghq.com/synthetics.json"],
            see: "https://docs.datadoghq.com/synthetics/guide/identify_synthetics_bots/"),
        Crawler(
            "sentry-uptime", "SentryUptimeBot", by: "Sentry", .monitoring,
            ranges: ["https://sentry.io/api/0/uptime-ips/"],
            see: "https://docs.sentry.io/security-legal-pii/security/ip-ranges/"),
        cloudflare("cloudflare-healthchecks", "Cloudflare-Healthchecks"),
        cloudflare("cloudflare-traffic-manager", "Cloudflare-Traffic-Manager"),
        cloudflare("cloudflare-ssldetector", "Cloudflare-SSLDetector"),
    ]

    private static func cloudflare(_ slug: String, _ name: String) -> Crawler {
        Crawler(
            slug, name, by: "Cloudflare", .monitoring,
            ranges: ["https://www.cloudflare.com/ips-v4/", "https://www.cloudflare.com/ips-v6/"],
            see: "https://developers.cloudflare.com/fundamentals/concepts/cloudflare-ip-addresses/")
    }
}
