namespace Fusion.Tool.Weights;

/// <summary>The checksum of ZIP archives (ISO 3309, the polynomial 0x04C11DB7 with its bits turned round).</summary>
internal static class Checksum
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(index => Step((uint)index))];

    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes) sum = s_table[(byte)(sum ^ value)] ^ sum >> 8;
        return ~sum;
    }

    private static uint Step(uint value)
    {
        for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
        return value;
    }
}
