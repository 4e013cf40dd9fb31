using SkiaSharp;

namespace Fusion.Samples;

/// <summary>Digits as dots of 3×5: a machine without fonts can write scores, too.</summary>
internal static class Digits
{
    private static readonly Dictionary<char, int> Shapes = new()
    {
        ['0'] = 0b111_101_101_101_111,
        ['1'] = 0b010_110_010_010_111,
        ['2'] = 0b111_001_111_100_111,
        ['3'] = 0b111_001_111_001_111,
        ['4'] = 0b101_101_111_001_001,
        ['5'] = 0b111_100_111_001_111,
        ['6'] = 0b111_100_111_101_111,
        ['7'] = 0b111_001_010_010_010,
        ['8'] = 0b111_101_111_101_111,
        ['9'] = 0b111_101_111_001_111,
        ['.'] = 0b000_000_000_000_010,
    };

    public static void Draw(SKCanvas canvas, SKPaint paint, string text, float left, float top, float height)
    {
        float dot = height / 5;
        foreach (char c in text)
        {
            for (int i = 0; i < 15; i++)
                if ((Shapes[c] >> (14 - i) & 1) != 0) canvas.DrawRect(left + i % 3 * dot, top + i / 3 * dot, dot, dot, paint);
            left += 4 * dot;
        }
    }
}
