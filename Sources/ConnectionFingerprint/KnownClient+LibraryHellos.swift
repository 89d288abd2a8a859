import Evidence

// Rows are facts: what was captured, or what a public source says, and which. Where the raw form is known the hash is not written
// down but computed; tests hold it against the captures.
extension KnownClient {
    /// What libraries, tools and impersonators send as a ClientHello, where it is not that of a browser.
    static let libraryHellos: [KnownClient] = [
        KnownClient(
            "curl 7.88 with OpenSSL 3.0; Swift URLSession", .library, family: "openssl", product: "curl",
            profile: "curl-openssl-3.0", samples: 3,
            .raw(
                """
                t13d3112h2_002f,0033,0035,0039,003c,003d,0067,006b,009c,009d,009e,009f,00ff,1301,1302,1303,c009,\
                c00a,c013,c014,c023,c024,c027,c028,c02b,c02c,c02f,c030,cca8,cca9,ccaa_000a,000b,000d,0015,0016,\
                0017,002b,002d,0031,0033_0403,0503,0603,0807,0808,0809,080a,080b,0804,0805,0806,0401,0501,0601,\
                0303,0301,0302,0402,0502,0602
                """)),
        KnownClient(
            "curl 7.88 with OpenSSL 3.0, TLS 1.2 only", .library, family: "openssl", product: "curl",
            profile: "curl-openssl-3.0-tls1.2",
            .raw(
                """
                t12d2807h2_002f,0033,0035,0039,003c,003d,0067,006b,009c,009d,009e,009f,00ff,c009,c00a,c013,c014,\
                c023,c024,c027,c028,c02b,c02c,c02f,c030,cca8,cca9,ccaa_000a,000b,000d,0016,0017_0403,0503,0603,\
                0807,0808,0809,080a,080b,0804,0805,0806,0401,0501,0601,0303,0301,0302,0402,0502,0602
                """)),
        KnownClient(
            "OpenSSL 3.0 s_client", .library, family: "openssl", product: "openssl", profile: "openssl-3.0",
            samples: 2,
            .raw(
                """
                t13d3111h2_002f,0033,0035,0039,003c,003d,0067,006b,009c,009d,009e,009f,00ff,1301,1302,1303,c009,\
                c00a,c013,c014,c023,c024,c027,c028,c02b,c02c,c02f,c030,cca8,cca9,ccaa_000a,000b,000d,0016,0017,\
                0023,002b,002d,0033_0403,0503,0603,0807,0808,0809,080a,080b,0804,0805,0806,0401,0501,0601,0303,\
                0301,0302,0402,0502,0602
                """)),
        KnownClient(
            "OpenSSL 3.6 s_client", .library, family: "openssl", product: "openssl", profile: "openssl-3.6",
            source: .publicReports,
            .hash("t13d301100_1d37bd780c83_8e6e362c5eac")),
        KnownClient(
            "nghttp with OpenSSL 3.0", .library, family: "openssl", product: "nghttp",
            .raw(
                """
                t13d1213h2_009e,009f,00ff,1301,1302,1303,c02b,c02c,c02f,c030,cca8,cca9_000a,000b,000d,0015,0016,\
                0017,0023,002b,002d,0033,3374_0403,0503,0603,0807,0808,0809,080a,080b,0804,0805,0806,0401,0501,\
                0601,0303,0301,0302,0402,0502,0602
                """)),
        KnownClient(
            "dillo with OpenSSL 3.0", .library, family: "openssl", product: "dillo",
            .raw(
                """
                t13i750900_002f,0032,0033,0035,0038,0039,003c,003d,0040,0041,0044,0045,0067,006a,006b,0084,0087,\
                0088,009c,009d,009e,009f,00a2,00a3,00ba,00bd,00be,00c0,00c3,00c4,00ff,1301,1302,1303,c009,c00a,\
                c013,c014,c023,c024,c027,c028,c02b,c02c,c02f,c030,c050,c051,c052,c053,c056,c057,c05c,c05d,c060,\
                c061,c072,c073,c076,c077,c09c,c09d,c09e,c09f,c0a0,c0a1,c0a2,c0a3,c0ac,c0ad,c0ae,c0af,cca8,cca9,\
                ccaa_000a,000b,000d,0016,0017,0023,002b,002d,0033_0403,0503,0603,0807,0808,0809,080a,080b,0804,\
                0805,0806,0401,0501,0601,0303,0301,0302,0402,0502,0602
                """)),
        KnownClient(
            "Python with OpenSSL 3.0: requests", .library, family: "openssl", product: "python-requests",
            .raw(
                """
                t13d1812h1_0067,006b,009e,009f,00ff,1301,1302,1303,c023,c024,c027,c028,c02b,c02c,c02f,c030,cca8,\
                cca9_000a,000b,000d,0015,0016,0017,002b,002d,0031,0033_0403,0503,0603,0807,0808,0809,080a,080b,\
                0804,0805,0806,0401,0501,0601,0303,0301,0302,0402,0502,0602
                """)),
        KnownClient(
            "Python with OpenSSL 3.0: httpx, aiohttp, urllib", .library, family: "openssl", product: "python",
            samples: 4,
            .raw(
                """
                t13d1812h1_0067,006b,009e,009f,00ff,1301,1302,1303,c023,c024,c027,c028,c02b,c02c,c02f,c030,cca8,\
                cca9_000a,000b,000d,0015,0016,0017,0023,002b,002d,0033_0403,0503,0603,0807,0808,0809,080a,080b,\
                0804,0805,0806,0401,0501,0601,0303,0301,0302,0402,0502,0602
                """)),
        KnownClient(
            "Node.js 20", .library, family: "openssl", product: "node", profile: "node-20", samples: 3,
            .raw(
                """
                t13d5911h2_002f,0032,0033,0035,0038,0039,003c,003d,0040,0067,006a,006b,009c,009d,009e,009f,00a2,\
                00a3,00ff,1301,1302,1303,c009,c00a,c013,c014,c023,c024,c027,c028,c02b,c02c,c02f,c030,c050,c051,\
                c052,c053,c056,c057,c05c,c05d,c060,c061,c09c,c09d,c09e,c09f,c0a0,c0a1,c0a2,c0a3,c0ac,c0ad,c0ae,\
                c0af,cca8,cca9,ccaa_000a,000b,000d,0016,0017,0023,002b,002d,0033_0403,0503,0603,0807,0808,0809,\
                080a,080b,0804,0805,0806,0401,0501,0601,0303,0301,0302,0402,0502,0602
                """)),
        KnownClient(
            "Go net/http up to 1.23", .library, family: "go", product: "go", profile: "go-1.19",
            .raw(
                """
                t13d1910h2_000a,002f,0035,009c,009d,1301,1302,1303,c009,c00a,c012,c013,c014,c02b,c02c,c02f,c030,\
                cca8,cca9_0005,000a,000b,000d,0012,002b,0033,ff01_0804,0403,0807,0805,0806,0401,0501,0601,0503,\
                0603,0201,0203
                """)),
        KnownClient(
            "Go net/http 1.24 and later", .library, family: "go", product: "go", profile: "go-1.24",
            source: .publicReports,
            .hash("t13d1312h2_f57a46bbacb6_ab7e3b40a677")),
        KnownClient(
            "Java 17: HttpClient, HttpsURLConnection", .library, family: "java", product: "java", profile: "java-17",
            samples: 2,
            .raw(
                """
                t13d3713h2_002f,0032,0033,0035,0038,0039,003c,003d,0040,0067,006a,006b,009c,009d,009e,009f,00a2,\
                00a3,00ff,1301,1302,1303,c009,c00a,c013,c014,c023,c024,c027,c028,c02b,c02c,c02f,c030,cca8,cca9,\
                ccaa_0005,000a,000b,000d,0011,0017,0023,002b,002d,0032,0033_0403,0503,0603,0807,0808,0804,0805,\
                0806,0809,080a,080b,0401,0501,0601,0402,0303,0301,0302,0203,0201,0202
                """)),
        KnownClient(
            "Rust with rustls: Deno fetch", .library, family: "rustls", product: "deno", profile: "rustls-deno",
            .raw(
                """
                t13d1011h2_00ff,1301,1302,1303,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,000b,000d,0017,0023,002b,\
                002d,0033_0503,0403,0603,0807,0806,0805,0804,0601,0501,0401
                """)),
        KnownClient(
            "Rust with rustls: reqwest, primp imitating nobody", .library, family: "rustls", product: "reqwest",
            profile: "rustls-primp",
            .raw(
                """
                t13d1012h2_00ff,1301,1302,1303,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,000b,000d,0017,001b,0023,\
                002b,002d,0033_0201,0203,0401,0403,0501,0503,0601,0603,0804,0805,0806,0807,0808
                """)),
        KnownClient(
            "Rust with rustls", .library, family: "rustls", product: "rustls", profile: "rustls-default",
            source: .publicReports,
            .hash("t13d1011h2_61a7ad8aa9b6_3fcd1a44f3e3")),
        KnownClient(
            "Swift with swift-nio-ssl: AsyncHTTPClient", .library, family: "swift-nio-ssl",
            product: "async-http-client",
            .raw(
                """
                t13d1711h2_002f,0035,009c,009d,1301,1302,1303,c009,c00a,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_\
                000a,000b,000d,0017,0023,002b,002d,0033,ff01_0403,0804,0401,0503,0805,0501,0806,0601,0201
                """)),
        KnownClient(
            "Lightpanda", .library, family: "boringssl", product: "lightpanda", source: .publicReports,
            .hash("t13d1711h2_5b57614c22b0_5894756fee65")),
        KnownClient(
            "GnuTLS: git with libcurl", .library, family: "gnutls", product: "git", profile: "git-gnutls",
            .raw(
                """
                t13d2912h2_002f,0033,0035,0039,009c,009d,009e,009f,1301,1302,1303,1304,c009,c00a,c013,c014,c02b,\
                c02c,c02f,c030,c09c,c09d,c09e,c09f,c0ac,c0ad,cca8,cca9,ccaa_0005,000a,000b,000d,0016,0017,001c,\
                002b,0033,ff01_0401,0809,0804,0403,0807,0501,080a,0805,0503,0808,0601,080b,0806,0603,0201,0203
                """)),
        KnownClient(
            "GnuTLS: lynx", .library, family: "gnutls", product: "lynx", profile: "lynx-gnutls",
            .raw(
                """
                t13d291300_002f,0033,0035,0039,009c,009d,009e,009f,1301,1302,1303,1304,c009,c00a,c013,c014,c02b,\
                c02c,c02f,c030,c09c,c09d,c09e,c09f,c0ac,c0ad,cca8,cca9,ccaa_0005,000a,000b,000d,0016,0017,001c,\
                0023,002b,002d,0033,ff01_0401,0809,0804,0403,0807,0501,080a,0805,0503,0808,0601,080b,0806,0603,\
                0201,0203
                """)),
        KnownClient(
            "GnuTLS: wget", .library, family: "gnutls", product: "wget", profile: "wget-gnutls",
            .raw(
                """
                t13d291300_002f,0033,0035,0039,009c,009d,009e,009f,1301,1302,1303,1304,c009,c00a,c013,c014,c02b,\
                c02c,c02f,c030,c09c,c09d,c09e,c09f,c0ac,c0ad,cca8,cca9,ccaa_0005,000a,000b,000d,0015,001c,0023,\
                002b,002d,0031,0033,ff01_0401,0809,0804,0403,0807,0501,080a,0805,0503,0808,0601,080b,0806,0603,\
                0201,0203
                """)),
        KnownClient(
            "OkHttp on the JVM", .library, family: "java", product: "okhttp", profile: "okhttp",
            source: .publicReports,
            .hash("t13d1613h2_46e7e9700bed_eca864cca44a")),
        KnownClient(
            "OkHttp 4 on Android 13", .library, family: "conscrypt", product: "okhttp", profile: "okhttp-android-13",
            source: .publicReports,
            .hash("t13d1513h2_8daaf6152771_40271e0a5736")),
        KnownClient(
            "Windows Schannel with TLS 1.2", .library, family: "schannel", product: "schannel",
            profile: "schannel-tls1.2", samples: 3, source: .publishedCaptures,
            .raw(
                """
                t12d1909h2_000a,002f,0035,003c,003d,009c,009d,c009,c00a,c013,c014,c023,c024,c027,c028,c02b,c02c,\
                c02f,c030_0005,000a,000b,000d,0017,0023,ff01_0804,0805,0806,0401,0501,0201,0403,0503,0203,0202,\
                0601,0603
                """)),
        KnownClient(
            "curl with LibreSSL, as macOS brings it", .library, family: "libressl", product: "curl",
            profile: "curl-libressl", samples: 2, source: .publishedCaptures,
            .raw(
                """
                t12d4605h2_0004,0005,000a,0016,002f,0033,0035,0039,003c,003d,0041,0045,0067,006b,0081,0084,0088,\
                009c,009d,009e,009f,00ba,00be,00c0,00c4,00ff,c007,c008,c009,c00a,c011,c012,c013,c014,c023,c024,\
                c027,c028,c02b,c02c,c02f,c030,cca8,cca9,ccaa,ff85_000a,000b,000d_0601,0603,efef,0501,0503,0401,\
                0403,eeee,eded,0301,0303,0201,0203
                """)),
        KnownClient(
            "curl_cffi imitating nobody", .impersonator, family: "boringssl", product: "curl_cffi",
            .raw(
                """
                t13d2712h2_002f,0033,0035,0039,003c,003d,0067,006b,009c,009d,009e,009f,1301,1302,1303,c009,c00a,\
                c013,c014,c024,c028,c02b,c02c,c02f,c030,cca8,cca9_000a,000b,000d,0015,0017,0023,002b,002d,0033,\
                ff01_0403,0804,0401,0503,0805,0501,0806,0601
                """)),
        KnownClient(
            "tls_client imitating Chrome 133, which offers HTTP/3 over TCP", .impersonator, family: "go",
            product: "tls_client", profile: "tls_client-chrome-133",
            .raw(
                """
                t13d1516h3_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,\
                000b,000d,0012,0017,001b,0023,002b,002d,0033,44cd,fe0d,ff01_0403,0804,0401,0503,0805,0501,0806,0601
                """)),
    ]
}
