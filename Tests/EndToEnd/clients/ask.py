"""Asks for one address with a Python library, set up as it comes, and prints the headers of the answer.

    ask.py LIBRARY URL CERTIFICATE [NAME:VALUE ...]

Any other library than those named here is a browser that curl_cffi is to look like.
"""

import asyncio
import os
import sys
from collections.abc import Iterable

Headers = dict[str, str]


def with_urllib(url: str, headers: Headers) -> Iterable:
    import urllib.error
    import urllib.request

    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers)).headers.items()
    except urllib.error.HTTPError as refusal:
        return refusal.headers.items()


def with_requests(url: str, headers: Headers) -> Iterable:
    import requests

    return requests.get(url, headers=headers).headers.items()


def with_httpx(url: str, headers: Headers) -> Iterable:
    import httpx

    return httpx.get(url, headers=headers).headers.items()


def with_httpx_over_http2(url: str, headers: Headers) -> Iterable:
    import httpx

    with httpx.Client(http2=True) as client:
        return client.get(url, headers=headers).headers.items()


def with_aiohttp(url: str, headers: Headers) -> Iterable:
    import aiohttp

    async def ask() -> Iterable:
        async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
            return answer.headers.items()

    return asyncio.run(ask())


def with_curl_cffi(url: str, headers: Headers) -> Iterable:
    from curl_cffi import requests

    return requests.get(url, headers=headers, verify=certificate, impersonate=library).headers.items()


library, url, certificate, *rest = sys.argv[1:]
# Whom to trust is told from outside, because a context of one's own is not the library's own.
os.environ["SSL_CERT_FILE"] = os.environ["REQUESTS_CA_BUNDLE"] = certificate
ask = {"urllib": with_urllib, "requests": with_requests, "httpx": with_httpx, "httpx-2": with_httpx_over_http2,
       "aiohttp": with_aiohttp}.get(library, with_curl_cffi)
for name, value in ask(url, {name: value for name, _, value in (header.partition(":") for header in rest)}):
    print(f"{name}: {value}")
