"""Models of api: Twin."""

from __future__ import annotations

from .other_twin import OtherTwin


Twin = OtherTwin
