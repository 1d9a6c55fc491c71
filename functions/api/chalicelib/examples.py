"""One example of each body that goes over the wire, by the name of its model."""

from typing import Any

from chalicelib import scenario_examples, script_examples, storyboard_examples, webhook_examples

ID = "7b0e3c52-8a5f-4f0e-9d5c-1f2f3a4b5c6d"
USER = "anna"
AT = "2026-11-21T09:00:00Z"
SCRIPT = "Hello, and welcome. Our new bottle keeps water cold for 24 hours."
REWRITTEN = "Hi there! Cold water, all day long: our new bottle keeps it cold for 24 hours."
MEDIA = f"https://media.example/productions/{ID}"
ESTIMATE = {
    "currency": "USD",
    "amount": 0.0091,
    "lines": [
        {"what": "text_to_speech", "quantity": 6.1, "unit": "s", "amount": 0.0006},
        {"what": "talking_head", "quantity": 6.1, "unit": "s", "amount": 0.0061},
        {"what": "media", "quantity": 6.1, "unit": "s", "amount": 0.0024},
    ],
}
REEL: dict[str, Any] = {
    "id": ID,
    "user_id": USER,
    "status": "script_pending_approval",
    "message": "The reel waits for your approval.",
    "original_script": SCRIPT,
    "final_script": REWRITTEN,
    "script_approved": False,
    "script_versions": [
        {"version": 1, "text": SCRIPT, "origin": "original", "tone": None, "created_at": AT},
        {"version": 2, "text": REWRITTEN, "origin": "rewrite", "tone": "friendly", "created_at": AT},
    ],
    "tone": "friendly",
    "use_rewrite": True,
    "max_seconds": 30.0,
    "voice": "hibari",
    "language": "en-US",
    "captions": "sidecar",
    "aspect_ratio": None,
    "image_url": f"{MEDIA}/portrait.png?X-Amz-Signature=…",
    "audio_url": None,
    "video_url": None,
    "captions_url": None,
    "captions_srt_url": None,
    "thumbnail_url": None,
    "contact_sheet_url": None,
    "duration": None,
    "facts": None,
    "progress": 0,
    "current_step": "AwaitApproval",
    "error_message": None,
    "error": None,
    "revision": 2,
    "estimate": ESTIMATE,
    "cost": {"estimated": 0.0091, "actual": None, "currency": "USD"},
    "approve_by": "2026-11-28T09:00:00Z",
    "created_at": AT,
    "updated_at": AT,
    "completed_at": None,
}
ENTRY = {
    "id": f"{ID}-hold-1",
    "movement": "hold",
    "amount": 0.0091,
    "job_id": ID,
    "note": "",
    "created_at": AT,
}
KEY = {
    "id": ID,
    "name": "phone",
    "kind": "user",
    "prefix": "gl_user_7b0e3c",
    "user_id": USER,
    "scopes": ["productions:read", "productions:write", "uploads:write"],
    "status": "active",
    "created_at": AT,
    "expires_at": None,
    "revoked_at": None,
    "previous_valid_until": None,
    "last_used_at": AT,
}
CHECK = {"name": "table", "ok": True, "detail": "It answered."}
EXAMPLES: dict[str, dict[str, Any]] = {
    "ApproveScript": {"revision": 2, "max_amount": 0.0091},
    "AssetView": {
        "asset_id": ID,
        "size": 6_291_456,
        "content_type": "image/png",
        "sha256": "9f86d081884c7d65" * 4,
        "expires_at": "2026-11-29T00:00:00Z",
    },
    "BalanceView": {
        "user_id": USER,
        "currency": "USD",
        "balance": 4.9909,
        "held": 0.0091,
        "prices": [{"action": "talking_head", "engine": "landmark_warp", "unit": "s", "amount": 0.001}],
    },
    "BeginUpload": {"filename": "face.png", "content_type": "image/png", "size": 6_291_456},
    "CreateKey": {
        "name": "phone",
        "kind": "user",
        "user_id": USER,
        "scopes": ["productions:read", "productions:write", "uploads:write"],
    },
    "CreateReel": {"script": SCRIPT, "tone": "friendly", "use_rewrite": True, "image_asset_id": ID},
    "EditReel": {"final_script": REWRITTEN},
    "EntryView": ENTRY,
    "Grant": {"user_id": USER, "amount": 5.0, "note": "Welcome"},
    "Health": {"status": "healthy", "version": "0.1.0", "checks": [CHECK]},
    "KeyList": {"items": [KEY], "next_cursor": None},
    "KeyView": KEY,
    "Ledger": {"items": [ENTRY], "next_cursor": None},
    "NewKeyView": {**KEY, "key": "gl_user_7b0e3c52…"},
    "ReelList": {"items": [REEL], "next_cursor": None},
    "ReelView": REEL,
    "RegenerateScript": {"tone": "energetic", "instructions": "Begin with a question."},
    "RewriteScript": {"tone": "friendly", "max_seconds": 20},
    "RotateKey": {"overlap_seconds": 3600},
    "CompleteUpload": {},
    "UploadView": {
        "upload_id": ID,
        "status": "pending",
        "filename": "face.png",
        "content_type": "image/png",
        "size": 6_291_456,
        "method": "PUT",
        "url": f"https://media.example/tmp/uploads/{ID}?X-Amz-Signature=…",
        "headers": {"Content-Type": "image/png"},
        "parts": None,
        "expires_at": "2026-11-21T10:00:00Z",
        "error": None,
    },
    "ValidationView": {"valid": True, "checks": [CHECK]},
    "Welcome": {
        "name": "Greenlight",
        "version": "0.1.0",
        "documentation": "/docs",
        "openapi": "/openapi.json",
        "health": "/health",
    },
    **scenario_examples.EXAMPLES,
    **script_examples.EXAMPLES,
    **storyboard_examples.EXAMPLES,
    **webhook_examples.EXAMPLES,
}
# Answers that have no model, by the names of their operations.
WITHOUT_MODEL: dict[str, Any] = {
    "openapi": {"openapi": "3.1.0", "info": {"title": "Greenlight"}, "paths": {"/health": {}}},
    "docs": "<!doctype html>…",
}
# What is answered 202 while it takes longer, by the names of the operations.
UNFINISHED: dict[str, Any] = {
    "complete_upload": EXAMPLES["AssetView"] | {"sha256": None},
    "export_video": storyboard_examples.UNFINISHED_EXPORT,
    **script_examples.UNFINISHED,
}
EVENT_STREAM = f"""retry: 1000

id: 00000003.00
event: status
data: {{"job_id": "{ID}", "type": "reel.approved", "at": "2026-11-21T09:05:00+00:00"}}

id: 00000004.00
event: progress
data: {{"job_id": "{ID}", "type": "reel.progress", "at": "2026-11-21T09:05:02+00:00", "progress": 40}}

"""
# The event streams: the model of an event and an example of a stream, by the names of the operations.
STREAMS = {"job_events": ("Event", EVENT_STREAM), "chat_events": ("ChatEvent", script_examples.CHAT_STREAM)}
