using SkiaSharp;

namespace Fusion.Samples.Tests.Quickstart;

/// <summary>A user's picture becomes one as the network has learnt them.</summary>
public sealed class ClothesPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Picture_of_the_right_size_on_black_is_taken_as_it_is()
    {
        var picture = new GreyPicture(new byte[28 * 28], 28, 28);
        for (int i = 200; i < 500; i++) picture.Pixels[i] = (byte)i;
        ClothesPicture taken = ClothesPicture.Of(picture, hadColour: false);
        Assert.Equal(picture.Pixels, taken.Pixels);
        Assert.Equal("28×28, taken as it is", taken.Changes);
    }

    [Fact]
    public void Dark_rectangle_on_light_paper_becomes_light_on_black_from_edge_to_edge()
    {
        // 112 high and 56 wide, somewhere in 300×200.
        var picture = new GreyPicture([.. Enumerable.Repeat((byte)250, 300 * 200)], 300, 200);
        for (int y = 40; y < 40 + 112; y++) picture.Pixels.AsSpan(y * 300 + 70, 56).Fill(50);
        ClothesPicture taken = ClothesPicture.Of(picture, hadColour: true);
        Assert.Equal(
            "300×200, made grey, inverted, because its background is light, its background made black, cut to the 56×112 that stand out, "
            + "scaled to 28×28", taken.Changes);
        // Inverted, 205 on 5; then stretched.
        byte light = 200 * 255 / 250;
        for (int y = 0; y < 28; y++)
            for (int x = 0; x < 28; x++)
                Assert.Equal(x is >= 7 and < 21 ? light : 0, taken.Pixels[y * 28 + x]);
    }

    [Fact]
    public void Every_size_is_scaled_by_areas()
    {
        foreach (var (width, height) in new[] { (1, 1), (3, 7), (28, 1), (29, 31), (61, 640) })
        {
            var picture = new GreyPicture([.. Enumerable.Repeat((byte)77, width * height)], width, height);
            GreyPicture fitted = picture.Fitted(28);
            Assert.Equal(28 * 28, fitted.Pixels.Length);
            Assert.All(fitted.Pixels, pixel => Assert.True(pixel is 0 or 77));
            Assert.Contains((byte)77, fitted.Pixels);
        }
        Assert.Equal(100, new GreyPicture([0, 50, 100, 250], 2, 2).Fitted(1).Pixels[0]);
    }

    [Fact]
    public void Picture_of_one_grey_is_no_mistake()
    {
        ClothesPicture taken = ClothesPicture.Of(new GreyPicture([.. Enumerable.Repeat((byte)200, 50 * 40)], 50, 40), hadColour: false);
        Assert.All(taken.Pixels, pixel => Assert.Equal(0, pixel));
        Assert.Contains("nothing stands out from the background", taken.Changes);
    }

    [Fact]
    public void Colours_become_grey_and_what_is_transparent_is_white()
    {
        string path = _folder.File("picture.png");
        using (var drawn = new SKBitmap(40, 40))
        {
            drawn.Erase(SKColors.Transparent);
            for (int y = 10; y < 30; y++)
                for (int x = 10; x < 30; x++) drawn.SetPixel(x, y, SKColors.Blue);
            Picture.Save(drawn, path);
        }
        ClothesPicture taken = ClothesPicture.Load(path);
        Assert.Equal("40×40, made grey, inverted, because its background is light, cut to the 20×20 that stand out, scaled to 28×28",
            taken.Changes);
        Assert.All(taken.Pixels, pixel => Assert.Equal(255 - 29, pixel));
    }
}
