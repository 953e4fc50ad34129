"""What the doctor says of accounts at hosted services, without spending anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.doctor.hosted import hosted_facts
from studio.settings.engine_settings import HostedSettings
from tests.standin.hosted.bfl import FluxStandIn
from tests.standin.hosted.openai import OpenAIStandIn
from tests.standin.hosted.replicate import ReplicateStandIn
from tests.standin.hosted.server import KEY, Hosted


@pytest.fixture
def key(tmp_path: Path) -> str:
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o600)
    return f"file:{file}"


def account(standin: Hosted, service: str, key: str, model: str = "", **options: str) -> HostedSettings:
    url = f"{standin.url}{standin.prefix}"
    return HostedSettings(service, service, model=model, key=key, url=url, options=options)  # type: ignore[arg-type]


async def test_accounts_are_told_with_their_keys_source_and_price_and_nothing_is_spent(key: str) -> None:
    async with OpenAIStandIn() as openai, ReplicateStandIn() as replicate, FluxStandIn() as flux:
        accounts = (
            account(openai, "openai", key),
            account(replicate, "replicate", key, "me/mila"),
            account(flux, "bfl", key),
        )
        facts = await hosted_facts(accounts)
        assert [fact.topic for fact in facts] == ["engine openai", "engine replicate", "engine bfl"]
        words = [fact.text for fact in facts]
        assert all("knows the key from" in line and key.removeprefix("file:") in line for line in words)
        assert "GPT Image 2.5 Flare, about $" in words[0]
        assert "mila" in words[1]
        assert "credits left" in words[2]
        assert {fact.state for fact in facts} == {"fine"}
        assert KEY not in str(facts)
        assert [each.paid for each in (openai, replicate, flux)] == [0, 0, 0]


async def test_what_is_wrong_with_an_account_is_told_with_what_to_do(key: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("sk-another")
    other.chmod(0o600)
    async with OpenAIStandIn() as openai:
        accounts = (
            account(openai, "openai", f"file:{other}"),
            account(openai, "openai", key, "dall-e-3"),
            account(openai, "openai", key, quality="splendid"),
            account(openai, "openai", key, colour="red"),
        )
        facts = await hosted_facts(accounts)
    told = [(fact.state, fact.text) for fact in facts]
    assert [state for state, _ in told] == ["broken", "broken", "fine", "broken", "fine", "note"]
    assert "does not know the key" in told[0][1]
    assert "2026-05-12" in told[1][1]
    assert "splendid" in told[3][1]
    assert "low" in facts[3].remedy
    assert told[5][1] == "GPT Image 2.5 Flare does without the option colour"
