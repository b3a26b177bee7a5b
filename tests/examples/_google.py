"""What the examples on Google Cloud share: a project, a region, a key."""

PROJECT_ID = "ml-platform-prod"
PROJECT_NUMBER = "123456789012"
GOOGLE_REGION = "europe-west4"
GOOGLE_PLACE = {"project_id": PROJECT_ID, "region": GOOGLE_REGION}
KEY_ID = f"projects/{PROJECT_ID}/locations/{GOOGLE_REGION}/keyRings/platform/cryptoKeys/internal"
NODE_ACCOUNT = f"prod-cluster-nodes@{PROJECT_ID}.iam.gserviceaccount.com"
