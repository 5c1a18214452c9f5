"""Mocks over the loopback interface."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from codegen.contract.model import Contract
from codegen.mocking.script import Script
from codegen.mocking.server import MockService, serve


def fetch(mock: MockService, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", mock.port, timeout=5)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_services_answer_while_the_block_runs_and_not_after(shop: Contract, script: Script) -> None:
    with serve({"shop": shop, "other": shop}, {"shop": script}) as running:
        assert {fetch(mock, "GET", "/orders/O-1")[0] for mock in running.values()} == {200}
        mock = running["shop"]
        assert mock.base_url == f"http://127.0.0.1:{mock.port}"
    with pytest.raises(ConnectionRefusedError):
        fetch(mock, "GET", "/orders/O-1")


def test_a_taken_port_is_an_error_and_not_another_port(shop: Contract) -> None:
    with MockService(shop) as mock, pytest.raises(OSError, match=r".+"):
        MockService(shop, port=mock.port)


def test_parallel_writes_all_get_their_own_number(shop: Contract, script: Script) -> None:
    with MockService(shop, script) as mock, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: fetch(mock, "POST", "/orders", '{"sku": "BOLT"}'), range(24)))
    assert {status for status, _ in answers} == {201}
    assert len({json.loads(body)["id"] for _, body in answers}) == 24
