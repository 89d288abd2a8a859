import Evidence

// Rows are facts: what was captured, or what a public source says, and which. Where the raw form is known the hash is not written
// down but computed; tests hold it against the captures.
extension KnownClient {
    /// What browsers send as a ClientHello.
    static let browserHellos: [KnownClient] = [
        KnownClient(
            "Chromium 152 and later", .browser, family: "chromium", product: "chrome", profile: "chrome-152",
            versions: 152...KnownClient.onwards, optionalExtensions: [TLSExtension.serverPadding], samples: 2,
            .raw(
                """
                t13d1517h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,\
                000b,000d,0012,0017,001b,0023,002b,002d,0033,44cd,ca34,fe0d,ff01_0904,0905,0906,0403,0804,0401,\
                0503,0805,0501,0806,0601
                """)),
        KnownClient(
            "Chromium 150 and later without trust anchors", .browser, family: "chromium", product: "chrome",
            profile: "chrome-150", versions: 150...KnownClient.onwards,
            optionalExtensions: [TLSExtension.serverPadding],
            .raw(
                """
                t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,\
                000b,000d,0012,0017,001b,0023,002b,002d,0033,44cd,fe0d,ff01_0904,0905,0906,0403,0804,0401,0503,\
                0805,0501,0806,0601
                """)),
        KnownClient(
            "Chromium 133 to 149", .browser, family: "chromium", product: "chrome", profile: "chrome-133",
            versions: 132...149, source: .browserCaptures,
            .raw(
                """
                t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,\
                000b,000d,0012,0017,001b,0023,002b,002d,0033,44cd,fe0d,ff01_0403,0804,0401,0503,0805,0501,0806,0601
                """)),
        KnownClient(
            "Chromium 119 to 132", .browser, family: "chromium", product: "chrome", profile: "chrome-119",
            versions: 117...134, samples: 8, source: .browserCaptures,
            .raw(
                """
                t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,\
                000b,000d,0012,0017,001b,0023,002b,002d,0033,4469,fe0d,ff01_0403,0804,0401,0503,0805,0501,0806,0601
                """)),
        KnownClient(
            "Chromium 91 to 118", .browser, family: "chromium", product: "chrome", profile: "chrome-91",
            versions: 90...119, samples: 14, source: .browserCaptures,
            .raw(
                """
                t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,\
                000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_0403,0804,0401,0503,0805,0501,0806,0601
                """)),
        KnownClient(
            "Chromium 83 to 90, as in Qt WebEngine 5.15", .browser, family: "chromium", product: "qtwebengine",
            profile: "chrome-83", versions: 80...91,
            .raw(
                """
                t13d1515h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,\
                000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,ff01_0403,0804,0401,0503,0805,0501,0806,0601
                """)),
        KnownClient(
            "Chromium 152 and later over QUIC", .browser, family: "chromium", product: "chrome",
            profile: "chrome-152-quic", versions: 152...KnownClient.onwards, source: .publicReports,
            .hash("q13d0313h3_55b375c5d22e_eb028bd37c08")),
        KnownClient(
            "Chromium 150 and 151 over QUIC", .browser, family: "chromium", product: "chrome",
            profile: "chrome-150-quic", versions: 150...KnownClient.onwards, source: .publicReports,
            .hash("q13d0311h3_55b375c5d22e_653d80c3fe9d")),
        KnownClient(
            "Chromium up to 132 over QUIC", .browser, family: "chromium", product: "chrome",
            profile: "chrome-119-quic", versions: 115...134, source: .publicReports,
            .hash("q13d0312h3_55b375c5d22e_06cda9e17597")),
        KnownClient(
            "Firefox 151 and later", .browser, family: "firefox", product: "firefox", profile: "firefox-151",
            versions: 149...KnownClient.onwards, samples: 2,
            .raw(
                """
                t13d1617h2_002f,0035,009c,009d,1301,1302,1303,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,\
                000a,000b,000d,0012,0017,001b,001c,0022,0023,002b,002d,0033,fe0d,ff01_0403,0503,0603,0804,0805,\
                0806,0401,0501,0601,0203,0201
                """)),
        KnownClient(
            "Firefox 135 to 150", .browser, family: "firefox", product: "firefox", profile: "firefox-135",
            versions: 134...151, source: .browserCaptures,
            .raw(
                """
                t13d1717h2_002f,0035,009c,009d,1301,1302,1303,c009,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_\
                0005,000a,000b,000d,0012,0017,001b,001c,0022,0023,002b,002d,0033,fe0d,ff01_0403,0503,0603,0804,\
                0805,0806,0401,0501,0601,0203,0201
                """)),
        KnownClient(
            "Firefox 133 and 134", .browser, family: "firefox", product: "firefox", profile: "firefox-133",
            versions: 132...135, source: .browserCaptures,
            .raw(
                """
                t13d1716h2_002f,0035,009c,009d,1301,1302,1303,c009,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_\
                0005,000a,000b,000d,0017,001b,001c,0022,0023,002b,002d,0033,fe0d,ff01_0403,0503,0603,0804,0805,\
                0806,0401,0501,0601,0203,0201
                """)),
        KnownClient(
            "Firefox 119 to 132", .browser, family: "firefox", product: "firefox", profile: "firefox-119",
            versions: 118...133, source: .publicReports,
            .raw(
                """
                t13d1715h2_002f,0035,009c,009d,1301,1302,1303,c009,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_\
                0005,000a,000b,000d,0017,001c,0022,0023,002b,002d,0033,fe0d,ff01_0403,0503,0603,0804,0805,0806,\
                0401,0501,0601,0203,0201
                """)),
        KnownClient(
            "Firefox 92 to 118", .browser, family: "firefox", product: "firefox", profile: "firefox-92",
            versions: 92...119, samples: 4, source: .browserCaptures,
            .raw(
                """
                t13d1715h2_002f,0035,009c,009d,1301,1302,1303,c009,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_\
                0005,000a,000b,000d,0015,0017,001c,0022,0023,002b,002d,0033,ff01_0403,0503,0603,0804,0805,0806,\
                0401,0501,0601,0203,0201
                """)),
        KnownClient(
            "Firefox 91", .browser, family: "firefox", product: "firefox", profile: "firefox-91", versions: 78...92,
            source: .browserCaptures,
            .raw(
                """
                t13d1815h2_000a,002f,0035,009c,009d,1301,1302,1303,c009,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,\
                cca9_0005,000a,000b,000d,0015,0017,001c,0022,0023,002b,002d,0033,ff01_0403,0503,0603,0804,0805,\
                0806,0401,0501,0601,0203,0201
                """)),
        KnownClient(
            "Firefox 151 over QUIC", .browser, family: "firefox", product: "firefox", profile: "firefox-151-quic",
            versions: 149...KnownClient.onwards, source: .publicReports,
            .hash("q13d0315h3_55b375c5d22e_dc5437974b47")),
        KnownClient(
            "Tor Browser on Firefox 153, or Firefox that keeps no sessions", .browser, family: "firefox",
            product: "tor-browser", profile: "tor-browser-153", versions: 149...KnownClient.onwards,
            source: .torSettings,
            .raw(
                """
                t13d1616h2_002f,0035,009c,009d,1301,1302,1303,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,\
                000a,000b,000d,0012,0017,001b,001c,0022,002b,002d,0033,fe0d,ff01_0403,0503,0603,0804,0805,0806,\
                0401,0501,0601,0203,0201
                """)),
        KnownClient(
            "Tor Browser 15 on Firefox 140, or Firefox that keeps no sessions", .browser, family: "firefox",
            product: "tor-browser", profile: "tor-browser-140", versions: 134...151, source: .torSettings,
            .raw(
                """
                t13d1716h2_002f,0035,009c,009d,1301,1302,1303,c009,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_\
                0005,000a,000b,000d,0012,0017,001b,001c,0022,002b,002d,0033,fe0d,ff01_0403,0503,0603,0804,0805,\
                0806,0401,0501,0601,0203,0201
                """)),
        KnownClient(
            "Tor Browser 14 on Firefox 128, or Firefox that keeps no sessions", .browser, family: "firefox",
            product: "tor-browser", profile: "tor-browser-128", versions: 118...133, source: .torSettings,
            .raw(
                """
                t13d1714h2_002f,0035,009c,009d,1301,1302,1303,c009,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_\
                0005,000a,000b,000d,0017,001c,0022,002b,002d,0033,fe0d,ff01_0403,0503,0603,0804,0805,0806,0401,\
                0501,0601,0203,0201
                """)),
        KnownClient(
            "Safari 18 and later", .browser, family: "webkit", product: "safari", profile: "safari-18",
            versions: 18...KnownClient.onwards, samples: 4, source: .browserCaptures,
            .raw(
                """
                t13d2014h2_000a,002f,0035,009c,009d,1301,1302,1303,c008,c009,c00a,c012,c013,c014,c02b,c02c,c02f,\
                c030,cca8,cca9_0005,000a,000b,000d,0012,0015,0017,001b,002b,002d,0033,ff01_0403,0804,0401,0503,\
                0805,0805,0501,0806,0601,0201
                """)),
        KnownClient(
            "Safari 26", .browser, family: "webkit", product: "safari", profile: "safari-26",
            versions: 26...KnownClient.onwards, source: .publicReports,
            .hash("t13d2014h2_a09f3c656075_d0a99439f9b1")),
        KnownClient(
            "Safari 15.4 to 17", .browser, family: "webkit", product: "safari", profile: "safari-15.4",
            versions: 15...17, source: .browserCaptures,
            .raw(
                """
                t13d2014h2_000a,002f,0035,009c,009d,1301,1302,1303,c008,c009,c00a,c012,c013,c014,c02b,c02c,c02f,\
                c030,cca8,cca9_0005,000a,000b,000d,0012,0015,0017,001b,002b,002d,0033,ff01_0403,0804,0401,0503,\
                0203,0805,0805,0501,0806,0601,0201
                """)),
        KnownClient(
            "Safari up to 15.3", .browser, family: "webkit", product: "safari", profile: "safari-13",
            versions: 13...15, source: .browserCaptures,
            .raw(
                """
                t13d2613h2_000a,002f,0035,003c,003d,009c,009d,1301,1302,1303,c008,c009,c00a,c012,c013,c014,c023,\
                c024,c027,c028,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,000b,000d,0012,0015,0017,002b,002d,0033,\
                ff01_0403,0804,0401,0503,0203,0805,0805,0501,0806,0601,0201
                """)),
        KnownClient(
            "WebKitGTK: Epiphany, MiniBrowser", .browser, family: "webkitgtk", product: "webkitgtk",
            profile: "webkitgtk-gnutls", sharedWith: ["gnutls"], samples: 3,
            .raw(
                """
                t13d2913h2_002f,0033,0035,0039,009c,009d,009e,009f,1301,1302,1303,1304,c009,c00a,c013,c014,c02b,\
                c02c,c02f,c030,c09c,c09d,c09e,c09f,c0ac,c0ad,cca8,cca9,ccaa_0005,000a,000b,000d,0015,001c,0023,\
                002b,002d,0033,ff01_0401,0809,0804,0403,0807,0501,080a,0805,0503,0808,0601,080b,0806,0603,0201,0203
                """)),
    ]
}
