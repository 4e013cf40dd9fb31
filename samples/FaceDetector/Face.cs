using System.Globalization;

namespace Fusion.Samples;

internal readonly record struct Point(float X, float Y);

/// <summary>A rectangle by its corners.</summary>
internal readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    public float Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>The area that two boxes share, relative to the area that they cover together: 0 to 1.</summary>
    public static float Overlap(Box a, Box b)
    {
        float width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        float height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        if (width <= 0 || height <= 0) return 0;
        float shared = width * height;
        return shared / (a.Area + b.Area - shared);
    }
}

/// <summary>A face that was found. The landmarks are the eyes, the tip of the nose and the corners of the mouth.</summary>
internal sealed record Face(float Score, Box Box, Point[] Landmarks)
{
    /// <summary>The score for people: the same in the picture and beside it.</summary>
    public string ScoreText => Score.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>The same face in a picture that is <paramref name="factor"/> times as large, kept inside its borders.</summary>
    public Face Scale(float factor, int width, int height) => this with
    {
        Box = new Box(
            Math.Clamp(Box.Left * factor, 0, width), Math.Clamp(Box.Top * factor, 0, height),
            Math.Clamp(Box.Right * factor, 0, width), Math.Clamp(Box.Bottom * factor, 0, height)),
        Landmarks = [.. Landmarks.Select(point => new Point(point.X * factor, point.Y * factor))],
    };
}
