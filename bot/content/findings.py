"""What is wrong in a file of the knowledge base, said so that a clinician can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: where, what, and what to write instead.

    Attributes:
        path: the file.
        line: the line in it, from 1.
        code: the rule, a letter and three digits: `K101`.
        message: what is wrong.
        remedy: what to do about it.
        warning: whether the bot may run all the same.
    """

    path: Path
    line: int
    code: str
    message: str
    remedy: str
    warning: bool = False

    def __str__(self) -> str:
        """Write the finding as one line: file, line, rule, what is wrong, what to do."""
        return f"{self.path}:{self.line} {self.code} {self.message} {self.remedy}"


class ContentError(Exception):
    """The knowledge base or the templates cannot be used as they are.

    Attributes:
        findings: everything that has to be mended, in the order of the files.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))
