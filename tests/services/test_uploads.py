"""How a file comes in: promised, put, checked, counted; refused, expired or given up without a trace."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from greenlight.domain.errors import Conflict, Invalid, NotFound, TooLarge
from greenlight.domain.keys import Identity
from greenlight.domain.uploads import Limits, Upload, UploadState
from greenlight.memory import CountingIds, FixedClock, MemoryChecker, MemoryInbox, MemoryMedia, MemoryUploads
from greenlight.services.upload_checks import UploadChecks
from greenlight.services.upload_completion import UploadCompletion
from greenlight.services.upload_records import UploadRecords
from greenlight.services.uploads import NewUpload, UploadService
from tests.support.sample_files import picture, sample, zipped

ACME = Identity("acme", None, "key")
ALICE, BOB = Identity("acme", "alice", "key-a"), Identity("acme", "bob", "key-b")
RIVALS = Identity("rivals", None, "key-r")
PNG = sample("image/png")
BIG = picture("PNG", (80, 60))
LIMITS = Limits(quota=50_000, single=10_000, part=5_000, largest=40_000, open=4)


@dataclass
class Desk:
    """`checks_itself` has the checker finish while a request waits, as the function does."""

    checks_itself: bool = True
    clock: FixedClock = field(default_factory=FixedClock)
    media: MemoryMedia = field(default_factory=MemoryMedia)
    uploads: MemoryUploads = field(default_factory=MemoryUploads)
    checker: MemoryChecker = field(default_factory=MemoryChecker)
    pauses: int = 0

    def __post_init__(self) -> None:
        self.inbox = MemoryInbox(self.media)
        self.records = UploadRecords(self.uploads, self.clock)
        self.service = UploadService(self.records, self.inbox, self.media, self.clock, CountingIds(), LIMITS)
        self.completion = UploadCompletion(self.records, self.inbox, self.checker, self.clock, self.wait)

    def wait(self, seconds: float) -> None:
        self.pauses += 1
        if self.checks_itself and self.checker.started:
            self.check()

    def check(self) -> None:
        started = self.checker.started[-1]
        UploadChecks(self.records, self.inbox).check_by_id(started.account_id, started.upload_id)

    def begin(self, data: bytes = PNG, who: Identity = ALICE, **wishes: Any) -> Upload:
        new = NewUpload(**{"filename": "a.png", "content_type": "image/png", "size": len(data), **wishes})
        return self.service.begin(who, who.user_id or "service", new)

    def put(self, upload: Upload, data: bytes) -> None:
        links = self.service.links(upload)
        if links.url:
            self.inbox.receive(links.url, data)
        for part, url in links.parts:
            start = (part.number - 1) * LIMITS.part
            self.inbox.receive(url, data[start : start + LIMITS.part])

    def sent(self, data: bytes = PNG, **wishes: Any) -> Upload:
        upload = self.begin(data, **wishes)
        self.put(upload, data)
        return upload

    def complete(self, upload: Upload, who: Identity = ALICE, **how: Any) -> Upload:
        return self.completion.complete(who, upload.upload_id, **how)

    def used(self) -> int:
        return self.uploads.usage("acme").bytes_at(self.clock.now())


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("data", [PNG, BIG])
def test_a_file_that_arrived_as_promised_becomes_an_asset(desk, data):
    upload = desk.complete(desk.sent(data))
    assert (upload.state, upload.content_type) == (UploadState.COMPLETED, "image/png")
    assert upload.sha256 == sha256(data).hexdigest()
    assert desk.service.read(ALICE, upload.upload_id, "image_asset_id") == data


def test_only_a_file_above_the_limit_comes_in_parts(desk):
    assert desk.service.links(desk.begin(size=LIMITS.single)).url
    links = desk.service.links(desk.begin(size=LIMITS.single + 1))
    assert (links.url, [part.size for part, _ in links.parts]) == (None, [5_000, 5_000, 1])


def test_completing_again_answers_the_same(desk):
    upload = desk.sent(BIG)
    assert desk.complete(upload) == desk.complete(upload)
    assert len(desk.checker.started) == 1


def test_a_file_that_was_never_put_is_missing(desk):
    with pytest.raises(Conflict) as refused:
        desk.complete(desk.begin())
    assert refused.value.code == "upload_missing"


def test_parts_that_are_missing_are_named_and_get_fresh_links(desk):
    upload = desk.begin(BIG)
    first, _ = desk.service.links(upload).parts[0]
    desk.inbox.receive(desk.service.links(upload).parts[0][1], BIG[: first.size])
    with pytest.raises(Conflict) as refused:
        desk.complete(upload)
    missing = [part.number for part in upload.plan[1:]]
    assert refused.value.facts["missing_parts"] == missing
    assert [part.number for part, _ in desk.service.links(upload).parts] == missing


def test_a_part_of_another_size_has_not_arrived(desk):
    upload = desk.sent(BIG)
    desk.inbox.receive(f"{upload.parts_id}?part=2", b"short")
    with pytest.raises(Conflict, match=r"not arrived whole: 2;"):
        desk.complete(upload)


def test_etags_are_taken_with_quotes_and_without_and_refused_where_they_are_others(desk):
    upload = desk.sent(BIG)
    etags = {part.number: part.etag for part in desk.inbox.arrived(upload)}
    with pytest.raises(Invalid) as refused:
        desk.complete(upload, etags={**etags, 2: '"0"'})
    assert refused.value.code == "part_mismatch"
    assert desk.complete(upload, etags={n: etag.strip('"') for n, etag in etags.items()}).sha256


@pytest.mark.parametrize(
    ("promised", "data", "code"),
    [
        ({}, PNG[:-5] + b"abcde", "file_truncated"),
        ({"content_type": "image/jpeg"}, PNG, "content_type_mismatch"),
        ({"sha256": "0" * 64}, PNG, "sha256_mismatch"),
        ({"size": len(PNG) + 1}, PNG, "upload_size_mismatch"),
        ({"size": len(PNG) + len(zipped({"a": b"b"}))}, PNG + zipped({"a": b"b"}), "polyglot"),
    ],
)
def test_a_file_that_is_not_what_was_promised_is_refused_and_nothing_of_it_stays(desk, promised, data, code):
    upload = desk.begin(PNG, **promised)
    desk.put(upload, data)
    for _ in range(2):
        with pytest.raises(Invalid) as refused:
            desk.complete(upload)
        assert refused.value.code == code
    assert desk.media.files == {}
    assert desk.used() == 0


def test_a_large_file_is_refused_the_same_way(desk):
    upload = desk.sent(BIG[:-12] + b"not the end!")
    with pytest.raises(Invalid):
        desk.complete(upload)
    assert (desk.media.files, desk.inbox.coming, desk.used()) == ({}, {}, 0)


def test_a_link_cannot_change_a_file_that_was_checked(desk):
    upload = desk.begin()
    url = desk.service.links(upload).url
    desk.inbox.receive(url, PNG)
    desk.complete(upload)
    desk.inbox.receive(url, b"something else")
    assert desk.service.read(ALICE, upload.upload_id, "image_asset_id") == PNG


# -- large files are checked in the background -------------------------------------------------------------------------
def test_a_check_that_takes_long_is_asked_for_again(desk):
    desk.checks_itself = False
    upload = desk.sent(BIG)
    assert desk.complete(upload).state is UploadState.CHECKING
    assert desk.pauses == 20
    desk.check()
    assert desk.complete(upload).state is UploadState.COMPLETED
    assert len(desk.checker.started) == 1


def test_a_check_that_died_is_begun_again_with_what_is_there(desk):
    desk.checks_itself = False
    upload = desk.sent(BIG)
    desk.complete(upload)
    desk.clock.forward(timedelta(minutes=17))
    desk.checks_itself = True
    assert desk.complete(upload).state is UploadState.COMPLETED
    assert len(desk.checker.started) == 2


def test_a_check_that_died_between_taking_a_small_file_and_looking_at_it_is_begun_again(desk):
    upload = desk.sent()
    claimed = desk.records.change(upload, upload.checking(desk.clock.now() + timedelta(minutes=1)))
    desk.inbox.take(claimed, desk.inbox.arrived(claimed))
    assert desk.complete(upload).state is UploadState.CHECKING
    desk.clock.forward(timedelta(minutes=2))
    assert desk.complete(upload).state is UploadState.COMPLETED


def test_a_check_that_died_after_joining_goes_on_with_the_whole_file(desk):
    desk.checks_itself = False
    upload = desk.complete(desk.sent(BIG))
    desk.inbox.take(upload, desk.inbox.arrived(upload))
    desk.clock.forward(timedelta(minutes=17))
    desk.checks_itself = True
    assert desk.complete(upload).sha256 == sha256(BIG).hexdigest()


def test_a_check_that_comes_twice_or_after_deletion_does_nothing(desk):
    upload = desk.complete(desk.sent(BIG))
    desk.check()
    assert desk.service.find(ALICE, upload.upload_id) == upload
    desk.service.delete(ALICE, upload.upload_id)
    desk.check()
    assert desk.uploads.uploads == {}


# -- what an account may hold ------------------------------------------------------------------------------------------
def test_an_upload_beyond_the_quota_is_refused_with_the_figures(desk):
    desk.begin(size=40_000)
    with pytest.raises(Conflict) as refused:
        desk.begin(size=10_001)
    assert refused.value.code == "upload_quota_exceeded"
    assert refused.value.facts == {"quota": 50_000, "used": 40_000, "required": 10_001}
    assert desk.begin(size=10_000, who=BOB)


def test_what_was_promised_is_given_back_when_it_is_deleted_or_expires(desk):
    desk.service.delete(ALICE, desk.begin(size=40_000).upload_id)
    desk.begin(size=40_000)
    desk.clock.forward(timedelta(hours=7))
    assert desk.used() == 0
    assert desk.begin(size=40_000)


def test_an_asset_counts_for_seven_days_and_is_gone_then(desk):
    upload = desk.complete(desk.sent())
    desk.clock.forward(timedelta(days=6))
    assert desk.used() == len(PNG)
    desk.clock.forward(timedelta(days=2))
    assert desk.used() == 0
    with pytest.raises(Invalid, match="expired at 2026-01"):
        desk.service.read(ALICE, upload.upload_id, "image_asset_id")


def test_only_so_many_uploads_are_open_at_once(desk):
    first = desk.sent()
    for _ in range(LIMITS.open - 1):
        desk.begin()
    with pytest.raises(Conflict) as refused:
        desk.begin()
    assert refused.value.code == "too_many_uploads"
    desk.complete(first)
    assert desk.begin()


def test_another_accounts_uploads_do_not_count(desk):
    desk.begin(size=40_000)
    assert desk.begin(size=40_000, who=RIVALS)


def test_a_file_above_the_largest_is_too_large(desk):
    with pytest.raises(TooLarge):
        desk.begin(size=LIMITS.largest + 1)


# -- whose it is -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", [BOB, RIVALS])
def test_somebody_elses_upload_is_not_found(desk, who):
    upload = desk.sent()
    for act in (desk.service.find, desk.service.delete, desk.completion.complete):
        with pytest.raises(NotFound):
            act(who, upload.upload_id)
    with pytest.raises(Invalid, match="There is no asset"):
        desk.service.read(who, upload.upload_id, "image_asset_id")
    assert desk.complete(upload, ACME).sha256


def test_an_abandoned_upload_expires_and_says_so(desk):
    upload = desk.sent()
    desk.clock.forward(timedelta(hours=1))
    with pytest.raises(NotFound, match="expired at 2026-01-01 01:00 UTC") as refused:
        desk.complete(upload)
    assert refused.value.code == "upload_expired"


def test_an_upload_that_was_given_up_is_gone_with_its_parts(desk):
    upload = desk.sent(BIG)
    desk.service.delete(ALICE, upload.upload_id)
    assert (desk.media.files, desk.inbox.coming) == ({}, {})
    with pytest.raises(NotFound):
        desk.service.find(ALICE, upload.upload_id)


# -- assets where files are taken --------------------------------------------------------------------------------------
def test_an_asset_of_another_type_than_the_field_takes_is_refused(desk):
    text = sample("text/plain")
    upload = desk.complete(desk.sent(text, content_type="text/plain", filename="a.txt"))
    with pytest.raises(Invalid, match=r"takes image/; the asset .* is text/plain") as refused:
        desk.service.read(ALICE, upload.upload_id, "image_asset_id", ("image/",))
    assert refused.value.errors[0]["field"] == "image_asset_id"


def test_an_upload_that_is_not_completed_is_no_asset(desk):
    with pytest.raises(Invalid, match="complete it first"):
        desk.service.read(ALICE, desk.sent().upload_id, "image_asset_id")


# -- names -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["../etc/passwd", "a\\b", "a\0b", "evil\u202egnp.exe", "line\u2028break", "..", " ", "a\ud800"]
)
def test_a_name_that_could_mislead_is_refused(desk, name):
    with pytest.raises(Invalid) as refused:
        desk.begin(filename=name)
    assert refused.value.errors[0]["field"] == "filename"


@pytest.mark.parametrize("name", ["face.png", "Größe 5 µm.png", "写真.png", "family 👨\u200d👩\u200d👧.png", ".hidden"])
def test_a_name_is_kept_as_it_is_and_is_part_of_no_key(desk, name):
    upload = desk.begin(filename=name)
    assert upload.filename == name
    assert name not in upload.uri + upload.inbox
