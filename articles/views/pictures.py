"""The files of pictures, where no other server and no object storage gives them out."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.generic import View

from articles.models import PUBLIC_FOLDER

_KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


class PictureView(View):
    """One rendition. Its address holds a folder and a name of ours (newsroom/urls) and nothing else.

    What is kept of a picture lies in another folder, to which no address leads. What is under a name
    is always the same bytes, so a browser never asks twice.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, folder: str, name: str) -> FileResponse:
        try:
            file = default_storage.open(f"{PUBLIC_FOLDER}/{folder}/{name}")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(file, content_type=_KINDS[name.rpartition(".")[2]])
        response["Cache-Control"] = "public, max-age=31536000, immutable"
        # Opened by itself, it is a picture and nothing that could run or be framed.
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"  # readers' programs show it
        return response
