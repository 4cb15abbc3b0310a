"""Play our own labels to Chromium's fake camera."""

import io

import pypdfium2
from PIL import Image

FRAME = (640, 480)
FRAMES_PER_SECOND = 30  # what Chromium plays from an .mjpeg file


def page_pictures(pdf_bytes, dpi=203):
    """Return one grey picture per page of the PDF, rasterised as a label printer would."""
    document = pypdfium2.PdfDocument(pdf_bytes)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def write_film(path, pictures, seconds_each=1.5, pause=0.5):
    """Write an .mjpeg film that shows each picture for ``seconds_each``, white in between."""
    white = _jpeg(Image.new("RGB", FRAME, "white"))
    with open(path, "wb") as film:
        for picture in pictures:
            film.write(_jpeg(_on_table(picture)) * int(seconds_each * FRAMES_PER_SECOND))
            film.write(white * int(pause * FRAMES_PER_SECOND))
    return path


def _on_table(picture):
    """Centre the label in a white frame, as large as it fits."""
    scale = min(FRAME[0] * 0.9 / picture.width, FRAME[1] * 0.9 / picture.height)
    label = picture.resize((int(picture.width * scale), int(picture.height * scale)), Image.LANCZOS)
    frame = Image.new("RGB", FRAME, "white")
    frame.paste(label.convert("RGB"), ((FRAME[0] - label.width) // 2, (FRAME[1] - label.height) // 2))
    return frame


def _jpeg(image):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def chromium_camera_arguments(film):
    """Return the switches that make Chromium show ``film`` as its only camera."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
