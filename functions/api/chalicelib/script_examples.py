"""Examples of what scripts and their films take and give, by the name of the model."""

from typing import Any

TOKEN = "ew48Uopf8E-dXB8vOktcbUp7g5wJr0mT2kq8VZx1yQA"  # noqa: S105  (an example)
JOB_ID = "2f1c7a90-5d3e-4b7a-9c1d-8e6f5a4b3c2d"
AT = "2026-11-21T09:00:00Z"
TITLE = "Cold brew, slowly"
FILENAME = f"cold-brew-slowly-{JOB_ID}.mp4"
CONFIG = {
    "quality": "medium",
    "aspect_ratio": "16:9",
    "voice": "heart",
    "captions": "sidecar",
    "music": "calm",
    "style": "cinematic",
}
SCENE = {
    "narration": "Good coffee can take its time.",
    "visual_prompt": "Close-up of a glass jar with coffee and water on a kitchen table, soft morning light",
    "on_screen_text": "Cold brew",
    "duration": 4.0,
}
EDIT = {"title": TITLE, "scenes": [SCENE]}
SCRIPT: dict[str, Any] = {
    "token": TOKEN,
    "status": "ready",
    "angle": "story",
    "title": TITLE,
    "language": "en-US",
    "scenes": [{"scene_number": 1, **SCENE}],
    "total_duration": 4.0,
    "topic": "How to make cold brew coffee",
    "user_id": "anna",
    "chatID": "chat-17",
    "config": CONFIG,
    "revision": 1,
    "estimate": {
        "currency": "USD",
        "amount": 0.02083,
        "lines": [
            {"what": "text_to_image", "quantity": 1.0, "unit": "picture", "amount": 0.02},
            {"what": "text_to_speech", "quantity": 30.0, "unit": "character", "amount": 0.00003},
            {"what": "media", "quantity": 4.0, "unit": "s", "amount": 0.0008},
        ],
    },
    "approve_by": "2026-11-28T09:00:00Z",
    "error": None,
    "created_at": AT,
    "updated_at": AT,
}
WRITING = SCRIPT | {"status": "writing", "title": "", "scenes": [], "total_duration": 0.0, "revision": 0}
WRITING |= {"estimate": {"currency": "USD", "amount": 0.0, "lines": []}, "approve_by": None}
JOB: dict[str, Any] = {
    "job_id": JOB_ID,
    "token": TOKEN,
    "status": "completed",
    "progress": 100,
    "current_step": "Done",
    "title": TITLE,
    "user_id": "anna",
    "chatID": "chat-17",
    "config": CONFIG,
    "revision": 1,
    "duration": 4.0,
    "filename": FILENAME,
    "video_url": f"https://media.example/jobs/acme/{FILENAME}?X-Amz-Signature=…",
    "captions_url": "https://media.example/jobs/acme/captions.vtt?X-Amz-Signature=…",
    "thumbnail_url": "https://media.example/jobs/acme/thumbnail.jpg?X-Amz-Signature=…",
    "error": None,
    "cost": {"estimated": 0.02083, "actual": 0.02083, "currency": "USD"},
    "created_at": AT,
    "updated_at": AT,
    "completed_at": "2026-11-21T09:01:00Z",
}
VIDEO = {
    "filename": FILENAME,
    "title": TITLE,
    "duration": 4.0,
    "size": 812_345,
    "created_at": "2026-11-21T09:01:00Z",
    "stream_url": f"/stream/{FILENAME}",
    "download_url": f"/download/{FILENAME}",
    "thumbnail_url": "https://media.example/jobs/acme/thumbnail.jpg?X-Amz-Signature=…",
}
SUBMITTED = {
    "success": True,
    "message": "Three scripts are ready.",
    "scripts": [SCRIPT, SCRIPT | {"angle": "explainer"}, SCRIPT | {"angle": "list"}],
    "tokens": [TOKEN, TOKEN, TOKEN],
    "chatID": "chat-17",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "BrowserJobList": {"success": True, "jobs": [JOB], "next_cursor": None},
    "ConfirmScript": {"chatID": "chat-17", "config": {"quality": "high"}, "revision": 1, "max_amount": 0.03},
    "ConfirmedView": {"success": True, "job_id": JOB_ID, "status": "pending", "chatID": "chat-17"},
    "DeletedView": {"success": True, "message": "The job is cancelled and deleted."},
    "FileView": {"success": True, "filename": FILENAME, "url": JOB["video_url"]},
    "GenerateScripts": {"topic": "How to make cold brew coffee", "quality": "medium"},
    "GenerateVideo": {"config": {"quality": "high"}, "revision": 1, "max_amount": 0.03},
    "JobList": {"jobs": [JOB], "next_cursor": None},
    "JobStatusView": {"success": True, "job_status": JOB},
    "JobView": JOB,
    "ScriptEdit": EDIT,
    "ScriptView": SCRIPT,
    "Submit": {"text": "How to make cold brew coffee", "uid": "anna", "chatID": "chat-17"},
    "SubmitView": SUBMITTED,
    "TokensView": {"tokens": [TOKEN, TOKEN, TOKEN]},
    "UpdateScript": {"script": EDIT, "chatID": "chat-17"},
    "UpdatedView": {"success": True, "script": SCRIPT, "token": TOKEN, "chatID": "chat-17"},
    "VideoList": {"success": True, "videos": [VIDEO], "next_cursor": None},
}
LATER = "The scripts are still being written; ask for each by its token."
UNFINISHED: dict[str, Any] = {
    "get_script": WRITING,
    "submit": SUBMITTED | {"message": LATER, "scripts": [WRITING, WRITING, WRITING]},
}
CHAT_STREAM = f"""retry: 1000

id: 3
event: script.completed
data: {{"chatID": "chat-17", "token": "{TOKEN}", "at": "2026-11-21T09:00:04+00:00", "revision": 1}}

id: 7
event: generation.progress
data: {{"chatID": "chat-17", "job_id": "{JOB_ID}", "at": "2026-11-21T09:00:31+00:00", "progress": 40}}

"""
