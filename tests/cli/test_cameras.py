"""What the command line says of cameras, with cameras that tests/fake_camera.c makes."""

from __future__ import annotations

import json

from tests.fake_cameras import FRONT

FER = "-m", "fer_desktop"
FORBIDDEN = f"{FRONT};open=13"


def examined(cameras):
    result = cameras.run([*FER, "doctor", "--json"])
    return [check for check in json.loads(result.stdout)["checks"] if check["name"] == "cameras"]


def test_cameras_of_one_name_are_told_apart_and_their_metadata_is_none(cameras):
    cameras.set(FRONT, "name=Front;meta", FRONT)
    result = cameras.run([*FER, "cameras"])
    assert result.stdout == "0: Front (/dev/video0)\n1: Front (/dev/video2)\n"
    assert not result.stderr


def test_a_camera_without_permission_is_said(cameras):
    cameras.set(FORBIDDEN, "name=Front;meta;open=13", FRONT.replace("Front", "Room"))
    result = cameras.run([*FER, "cameras"])
    assert result.stdout == "0: Front (/dev/video0)\n1: Room (/dev/video2)\n"
    assert "no permission" in result.stderr and "group video" in result.stderr
    forbidden, usable = examined(cameras)
    assert (forbidden["status"], usable["status"]) == ("warning", "ok")
    assert "'Front' (/dev/video0)" in forbidden["text"] and "usermod" in forbidden["hint"]
    assert usable["text"] == "Room"


def test_doctor_names_cameras_and_says_when_there_is_none(cameras):
    (none,) = examined(cameras)
    assert none["status"] == "warning" and "none is connected" in none["text"]
    cameras.set(FRONT, "name=Front;meta")
    (one,) = examined(cameras)
    assert (one["status"], one["text"]) == ("ok", "Front")
