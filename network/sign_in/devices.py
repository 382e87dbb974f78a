"""What a browser says of itself, as people name it: "Firefox on a Windows computer". Pure."""

from network import beside

_FILE = beside.read(__file__, "devices.toml")


def spoken(user_agent: str) -> str:
    browser = next((name for sign, name in _FILE["browsers"].items() if sign in user_agent), "")
    device = next((name for sign, name in _FILE["devices"].items() if sign in user_agent), "")
    return f"{browser or 'A browser'} on {device or 'a device we do not know'}"
