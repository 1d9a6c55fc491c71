// Plays a video as a person would who looks here and there, and to its end.
const FRAME = 1 / 25;

const happens = (video, what) => new Promise((told, failed) => {
  video.addEventListener(what, told, { once: true });
  video.addEventListener("error", () => failed(new Error(`${what}: ${video.error.message}`)), { once: true });
});

// The callback may still tell of the frame from before; the one that was asked for comes after it.
const shows = (video, time) => new Promise((told) => {
  const look = (_, { mediaTime }) =>
    Math.abs(mediaTime - time) < FRAME ? told(mediaTime) : video.requestVideoFrameCallback(look);
  video.requestVideoFrameCallback(look);
});

export const play = async (url) => {
  const video = Object.assign(document.createElement("video"), { crossOrigin: "anonymous", muted: true });
  document.body.append(video);
  const ready = happens(video, "loadedmetadata");
  video.src = url;
  await ready;
  for (const part of [0.25, 0.75, 0.1]) {
    const time = (Math.floor((video.duration * part) / FRAME) + 0.5) * FRAME;
    const there = Promise.all([happens(video, "seeked"), shows(video, time)]);
    video.currentTime = time;
    await there;
  }
  video.currentTime = video.duration - 0.5;
  const ended = happens(video, "ended");
  await video.play();
  await ended;
  return { duration: video.duration, end: video.currentTime };
};
