"""Requests as a backend sees them, for `POST /v1/decisions`: what browsers and libraries sent to a server of ours, header by header."""

URL = "https://shop.example/login"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,"

CHROMIUM_HEADERS = [
    ["sec-ch-ua", '"Chromium";v="156", "Not)A;Brand";v="24"'], ["sec-ch-ua-mobile", "?0"], ["sec-ch-ua-platform", '"Linux"'],
    ["upgrade-insecure-requests", "1"], ["user-agent", CHROME],
    ["accept", PAGE + "image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"],
    ["sec-fetch-site", "none"], ["sec-fetch-mode", "navigate"], ["sec-fetch-user", "?1"], ["sec-fetch-dest", "document"],
    ["accept-encoding", "gzip, deflate, br, zstd"], ["accept-language", "en-US,en;q=0.9"], ["priority", "u=0, i"]]
FIREFOX_HEADERS = [
    ["user-agent", FIREFOX], ["accept", PAGE + "*/*;q=0.8"], ["accept-language", "en-US,en;q=0.5"],
    ["accept-encoding", "gzip, deflate, br, zstd"], ["upgrade-insecure-requests", "1"], ["sec-fetch-dest", "document"],
    ["sec-fetch-mode", "navigate"], ["sec-fetch-site", "none"], ["sec-fetch-user", "?1"], ["priority", "u=0, i"], ["te", "trailers"]]

CHROMIUM_CONNECTION = {"ja4": "t13d1517h2_8daaf6152771_cb7bf5808d99",
                       "http2_fingerprint": "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"}
FIREFOX_CONNECTION = {"ja4": "t13d1617h2_86a278354501_3cbfd9057e0d",
                      "http2_fingerprint": "1:65536;2:0;4:131072;5:16384|12517377|0|m,p,a,s"}
CURL_CONNECTION = {"ja4": "t13d3112h2_e8f1e7e78f70_b26ce05bbdd6", "http2_fingerprint": "3:100;4:33554432;2:0|33488897|0|m,p,s,a"}
PYTHON_CONNECTION = {"ja4": "t13d1812h1_85036bcba153_d41ae481755e"}

CHROMIUM = {"url": URL, "headers": CHROMIUM_HEADERS, **CHROMIUM_CONNECTION}
FIREFOX_REQUEST = {"url": URL, "headers": FIREFOX_HEADERS, **FIREFOX_CONNECTION}
CURL = {"url": URL, "headers": [["user-agent", "curl/7.88.1"], ["accept", "*/*"]], **CURL_CONNECTION}
HTTPX = {"url": URL, "headers": [["accept", "*/*"], ["accept-encoding", "gzip, deflate"], ["user-agent", "python-httpx/0.28.1"]],
         **PYTHON_CONNECTION}
