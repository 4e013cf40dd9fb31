using SkiaSharp;

namespace Fusion.Samples.Tests;

/// <summary>The picture shows the score that is printed.</summary>
public sealed class ScoreTests
{
    [Theory]
    [InlineData(0.99954f, "1.000")]
    [InlineData(0.51249f, "0.512")]
    [InlineData(0.5f, "0.500")]
    public void The_score_in_the_picture_is_the_printed_one(float score, string text)
    {
        var face = new Face(score, new Box(40, 40, 60, 60), [default, default, default, default, default]);
        Assert.Equal(text, face.ScoreText);
        using SKBitmap drawn = Blank(), expected = Blank();
        Drawing.Draw(drawn, [face]);
        using (var canvas = new SKCanvas(expected))
        using (var fill = new SKPaint { Color = SKColors.LimeGreen, IsAntialias = true })
            Digits.Draw(canvas, fill, text, 40 + 1.5f, 40 - 9, 6);
        // The score stands above the box.
        for (int y = 29; y < 37; y++)
            for (int x = 30; x < 100; x++)
                Assert.Equal(expected.GetPixel(x, y), drawn.GetPixel(x, y));
    }

    private static SKBitmap Blank()
    {
        var picture = new SKBitmap(100, 100);
        picture.Erase(SKColors.Black);
        return picture;
    }
}
