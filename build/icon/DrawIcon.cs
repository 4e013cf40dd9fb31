// Draws the package's icon: three branches that become one. Run from anywhere: dotnet run build/icon/DrawIcon.cs
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;

const int Size = 128, Samples = 4;
string target = Path.Combine(Path.GetDirectoryName(Here())!, "icon.png");
File.WriteAllBytes(target, Png(Draw()));
Console.WriteLine($"{target}: {new FileInfo(target).Length} bytes");

static byte[] Draw()
{
    var rows = new byte[Size * (1 + 4 * Size)];
    for (int y = 0; y < Size; y++)
    {
        for (int x = 0; x < Size; x++)
        {
            (double R, double G, double B, double A) sum = default;
            for (int i = 0; i < Samples * Samples; i++)
            {
                (double r, double g, double b, double a) = Colour(x + (i % Samples + 0.5) / Samples, y + (i / Samples + 0.5) / Samples);
                sum = (sum.R + r * a, sum.G + g * a, sum.B + b * a, sum.A + a);
            }

            Span<byte> pixel = rows.AsSpan(y * (1 + 4 * Size) + 1 + 4 * x, 4);
            if (sum.A == 0) continue;
            pixel[0] = Level(sum.R / sum.A);
            pixel[1] = Level(sum.G / sum.A);
            pixel[2] = Level(sum.B / sum.A);
            pixel[3] = Level(sum.A / (Samples * Samples));
        }
    }

    return rows;
}

// The colour at a point, from the front to the back: the knot, the branches, the rounded square.
static (double R, double G, double B, double A) Colour(double x, double y)
{
    if (Distance(x, y, 106, 64) < 9) return (1.00, 1.00, 1.00, 1);
    (double, double, double)[] colours = [(0.98, 0.65, 0.25), (0.94, 0.36, 0.42), (0.42, 0.72, 0.98)];
    for (int branch = 0; branch < 3; branch++)
    {
        // A smooth step from the branch's height to the middle; where they have met, the one line is as wide as the three.
        double t = Math.Clamp((x - 30) / 46, 0, 1), way = t * t * (3 - 2 * t);
        double from = 32 + 32 * branch, to = 58 + 6 * branch, centre = from + (to - from) * way;
        double slope = t is 0 or 1 ? 0 : 6 * t * (1 - t) * (to - from) / 46;
        double across = Math.Abs(y - centre) / Math.Sqrt(1 + slope * slope);
        if (x is > 22 and < 106 && across < 3.2) return (colours[branch].Item1, colours[branch].Item2, colours[branch].Item3, 1);
        if (Distance(x, y, 22, from) < 7) return (colours[branch].Item1, colours[branch].Item2, colours[branch].Item3, 1);
    }

    double dx = Math.Max(Math.Abs(x - 64) - 40, 0), dy = Math.Max(Math.Abs(y - 64) - 40, 0);
    double shade = y / Size;
    return Math.Sqrt(dx * dx + dy * dy) < 24 ? (0.13 - 0.05 * shade, 0.16 - 0.06 * shade, 0.26 - 0.08 * shade, 1) : default;
}

static double Distance(double x, double y, double cx, double cy) => Math.Sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy));

static byte Level(double value) => (byte)Math.Round(255 * Math.Clamp(value, 0, 1));

// Rows that begin with a filter (0: none) and have R, G, B, A of each pixel.
static byte[] Png(byte[] rows)
{
    using var file = new MemoryStream();
    file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
    var header = new byte[13];
    BinaryPrimitives.WriteInt32BigEndian(header, Size);
    BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
    header[8] = 8;
    header[9] = 6;
    Chunk(file, "IHDR"u8, header);
    using var packed = new MemoryStream();
    using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(rows);
    Chunk(file, "IDAT"u8, packed.ToArray());
    Chunk(file, "IEND"u8, []);
    return file.ToArray();
}

static void Chunk(Stream file, ReadOnlySpan<byte> kind, byte[] data)
{
    byte[] body = [.. kind, .. data];
    var number = new byte[4];
    BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
    file.Write(number);
    file.Write(body);
    uint remainder = uint.MaxValue;
    foreach (byte value in body)
    {
        remainder ^= value;
        for (int bit = 0; bit < 8; bit++) remainder = (remainder & 1) != 0 ? remainder >> 1 ^ 0xEDB88320 : remainder >> 1;
    }

    BinaryPrimitives.WriteUInt32BigEndian(number, ~remainder);
    file.Write(number);
}

static string Here([CallerFilePath] string path = "") => path;
