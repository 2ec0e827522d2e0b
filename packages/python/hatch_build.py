"""Names the platform of the program in the wheel."""

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VARIABLE = "EMULATOR_PLATFORM_TAG"
PROGRAM = "src/social_messaging_emulator/programs/social-messaging-emulator"


class PlatformTag(BuildHookInterface):
    """Tags the wheel with the platform of its program, and any version of Python 3."""

    def initialize(self, version: str, build_data: "dict[str, Any]") -> None:
        platform = os.environ.get(VARIABLE)
        if not platform or not Path(self.root, PROGRAM).is_file():
            raise RuntimeError("this folder has no program: build with scripts/package-emulator")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
