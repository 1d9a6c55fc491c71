"""Examples of what storyboards take and give, by the name of the model."""

from typing import Any

JOB_ID = 4503599627370497
AT = "2026-11-21T09:00:00Z"
MEDIA = "https://media.example/jobs/acme"
STORYBOARD: dict[str, Any] = {
    "job_id": JOB_ID,
    "user_id": "anna",
    "status": "storyboard_ready",
    "message": None,
    "prompt": "A lighthouse keeper adopts a stray cat during a storm",
    "title": "The keeper and the cat",
    "duration": 10.0,
    "style": "cinematic",
    "aspect_ratio": "16:9",
    "storyboard": [
        {
            "scene": {
                "scene_number": 1,
                "description": "The lighthouse stands in the storm.",
                "duration": 5.2,
                "image_prompt": "Wide shot of a lighthouse in a storm, cinematic",
                "narration": "A storm is rising over the lighthouse.",
            },
            "image_url": f"{MEDIA}/picture.png?X-Amz-Signature=…",
            "generation_status": "completed",
            "error": None,
        },
        {
            "scene": {
                "scene_number": 2,
                "description": "The keeper finds a cat at his door.",
                "duration": 4.8,
                "image_prompt": "Close-up of a wet cat at a wooden door, cinematic",
                "narration": "Somebody small is waiting at the door.",
            },
            "image_url": None,
            "generation_status": "failed",
            "error": "The picture was refused by the engine; reword the prompt.",
        },
    ],
    "approved": False,
    "approved_at": None,
    "approve_by": "2026-11-28T09:00:00Z",
    "revision": 1,
    "estimate": {
        "currency": "USD",
        "amount": 0.002075,
        "lines": [
            {"what": "text_to_speech", "quantity": 75.0, "unit": "character", "amount": 0.000075},
            {"what": "media", "quantity": 10.0, "unit": "s", "amount": 0.002},
        ],
    },
    "estimated_cost": 0.022075,
    "cost": {"estimated": 0.022075, "actual": 0.02, "currency": "USD"},
    "refinement_count": 0,
    "progress": 0,
    "current_step": "AwaitApproval",
    "video_url": None,
    "captions_url": None,
    "thumbnail_url": None,
    "contact_sheet_url": None,
    "error": None,
    "created_at": AT,
    "updated_at": AT,
    "completed_at": None,
}
# An export that is not ready yet.
UNFINISHED_EXPORT: dict[str, Any] = {
    "job_id": JOB_ID,
    "url": None,
    "status_url": f"/api/v2/jobs/{JOB_ID}/export?format=webm&quality=high",
    "message": "The export is being made; ask again.",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "GenerateStoryboard": {
        "prompt": "A lighthouse keeper adopts a stray cat during a storm",
        "duration": 10,
        "style": "cinematic",
        "aspect_ratio": "16:9",
    },
    "RefineScene": {"scene_number": 2, "new_image_prompt": "Close-up of a wet ginger cat at a blue door"},
    "ReorderScenes": {"scene_order": [2, 1]},
    "ApproveStoryboard": {"revision": 1, "max_amount": 0.05},
    "StoryboardView": STORYBOARD,
    "StoryboardList": {"jobs": [STORYBOARD], "next_cursor": None},
    "DownloadView": {
        "job_id": JOB_ID,
        "url": f"{MEDIA}/video.mp4?X-Amz-Signature=…",
        "status_url": None,
        "message": "The file is ready.",
    },
    "MetadataView": {
        "job_id": JOB_ID,
        "status": "storyboard_ready",
        "created_at": AT,
        "updated_at": AT,
        "approved": False,
        "approved_at": None,
        "scenes": {
            "total": 2,
            "completed": 1,
            "failed": 1,
            "details": [
                {"scene_number": 1, "duration": 5.2, "generation_status": "completed"},
                {"scene_number": 2, "duration": 4.8, "generation_status": "failed"},
            ],
        },
        "costs": {"estimated": 0.022075, "actual": 0.02, "currency": "USD"},
        "metrics": {"refinement_count": 0, "download_count": 0},
        "video": {
            "available": False,
            "url": None,
            "parameters": {"duration": 10.0, "aspect_ratio": "16:9", "width": 1280, "height": 720},
        },
        "error": None,
    },
}
