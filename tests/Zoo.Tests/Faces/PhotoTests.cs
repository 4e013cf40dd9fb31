using Fusion.Samples;
using SkiaSharp;

namespace Fusion.Zoo.Tests.Faces;

/// <summary>The way of a photo through the detector.</summary>
public sealed class PhotoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fusion-photo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DataFact("images/grace_hopper.jpg")]
    public void The_face_of_a_photo_is_found()
    {
        using SKBitmap picture = Picture.Load(SharedData.Path("images/grace_hopper.jpg"));
        var (pixels, factor) = Picture.Letterbox(picture, 640, new SKColor(123, 117, 104));
        var decoder = new FaceDecoder(640);
        float[] boxes = new float[4 * decoder.Count], scores = new float[2 * decoder.Count], landmarks = new float[10 * decoder.Count];
        using var network = RetinaFaceMobileNet025.Load(SharedData.Path("models/retinaface-mnet025/model.safetensors"));
        network.Run(pixels, new ImageNormalization([104, 117, 123], [1, 1, 1], swapRedAndBlue: true), boxes, scores, landmarks);

        Face face = Assert.Single(decoder.Decode(boxes, scores, landmarks, 0.5f)).Scale(factor, picture.Width, picture.Height);
        Assert.True(face.Score > 0.99, $"The score is {face.Score}.");
        Assert.True(Box.Overlap(face.Box, new Box(180, 115, 360, 335)) > 0.8, $"The face is at {face.Box}.");
        Assert.All(face.Landmarks, point =>
            Assert.True(point.X > face.Box.Left && point.X < face.Box.Right && point.Y > face.Box.Top && point.Y < face.Box.Bottom));
    }

    [Theory]
    [InlineData(100, 50, 6.4)]
    [InlineData(1280, 2560, 0.25)]
    public void A_picture_of_any_size_fits_and_maps_back(int width, int height, double scale)
    {
        using var picture = new SKBitmap(width, height);
        picture.Erase(SKColors.White);
        var (pixels, factor) = Picture.Letterbox(picture, 640, SKColors.Black);
        Assert.Equal(640 * 640 * 3, pixels.Length);
        Assert.Equal(1 / scale, factor, 5);
        Assert.Equal(255, pixels[0]);
        Assert.Equal(0, pixels[^1]);
    }

    [Fact]
    public void A_picture_is_written_whole_or_not_at_all()
    {
        using var picture = new SKBitmap(8, 8);
        string target = Path.Combine(_folder, "a.png");
        Picture.Save(picture, target);
        Assert.Equal([target], Directory.GetFiles(_folder));
        Assert.Throws<UserException>(() => Picture.CheckTarget(Path.Combine(_folder, "missing", "a.png")));
        Assert.Throws<UserException>(() => Picture.CheckTarget(Path.Combine(_folder, "a.tiff")));
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        string path = Path.Combine(_folder, "a.jpg");
        Assert.Throws<UserException>(() => Picture.Load(path));
        File.WriteAllText(path, "no picture");
        Assert.Throws<UserException>(() => Picture.Load(path));
    }
}
