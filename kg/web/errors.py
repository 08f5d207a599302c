"""What goes wrong in a request, as the one shape that the page understands."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import KgError

HINTS: dict[str, tuple[int, str, str]] = {
    "bad_request": (400, "请检查输入后重试", "check what was entered and try again"),
    "token": (401, "请用启动时打印的完整网址打开(含 token)", "open the full address that was printed at the start, token included"),
    "refused": (403, "图谱只读:请用 MATCH … RETURN 提问", "the graph can only be read: ask with MATCH … RETURN"),
    "not_found": (404, "请回到首页重新搜索", "go back to the home page and search again"),
    "too_slow": (408, "请缩小问题范围,例如给出名称或减少步数", "ask for less: give a name, or fewer steps"),
    "gone": (410, "图谱已更新,请重新载入页面", "the graph has been replaced: load the page again"),
    "too_large": (413, "请缩短输入", "shorten what is sent"),
    "unavailable": (503, "请稍后重试;如仍不行,查看启动 kg explore 的终端", "try again soon; else look at the terminal that runs kg explore"),
}  # fmt: skip
"""Code → (HTTP status, what to do in Chinese, in English)."""


@dataclass
class ApiError(KgError):
    """A request that cannot be answered: `code` is one of HINTS, `message` one line for a person."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message

    @property
    def status(self) -> int:
        """The HTTP status."""
        return HINTS[self.code][0]

    def body(self) -> dict[str, object]:
        """The JSON body."""
        _, zh, en = HINTS[self.code]
        return {"error": {"code": self.code, "message": self.message, "hint_zh": zh, "hint_en": en}}


def not_found(what: str) -> ApiError:
    """The error for an id that the graph does not hold."""
    return ApiError("not_found", f"{what}: not in the graph")
