"""Models of Chat: GetChannelResponse."""

from __future__ import annotations

from .create_channel_response import CreateChannelResponse


GetChannelResponse = CreateChannelResponse
