using SkiaSharp;

namespace Fusion.Samples;

/// <summary>Faces drawn into the picture that they were found in.</summary>
internal static class Drawing
{
    public static void Draw(SKBitmap picture, IReadOnlyList<Face> faces)
    {
        float pen = Math.Max(1.5f, Math.Max(picture.Width, picture.Height) / 320f);
        using var canvas = new SKCanvas(picture);
        using var line = new SKPaint { Color = SKColors.LimeGreen, Style = SKPaintStyle.Stroke, StrokeWidth = pen, IsAntialias = true };
        using var fill = new SKPaint { Color = SKColors.LimeGreen, IsAntialias = true };
        using var dot = new SKPaint { Color = SKColors.OrangeRed, IsAntialias = true };
        foreach (Face face in faces)
        {
            canvas.DrawRoundRect(face.Box.Left, face.Box.Top, face.Box.Width, face.Box.Height, 2 * pen, 2 * pen, line);
            foreach (Point point in face.Landmarks) canvas.DrawCircle(point.X, point.Y, 1.3f * pen, dot);
            float size = 4 * pen;
            Digits.Draw(canvas, fill, face.ScoreText, face.Box.Left + pen, Math.Max(0, face.Box.Top - size - 2 * pen), size);
        }
    }
}
