/** Longest side of an evidence photo, in pixels: enough to recognise a thing, small enough for a weak network. */
const MOST_PIXELS = 1280;
const QUALITY = 0.7;

/**
 * Returns the picture in `file`, made smaller, as base64 of a JPEG.
 *
 * @param {Blob} file
 * @returns {Promise<string>} rejects if the file is no picture
 */
export async function shrinkPhoto(file, most = MOST_PIXELS) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, most / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
}
