namespace Fusion.Compiler.Emit.Gpu;

/// <summary>The functions of angles, written as those of <see cref="GpuFunctionTable"/>.</summary>
internal static class GpuAngleTable
{
    /// <summary>The functions by name, each with those that it calls.</summary>
    public static Dictionary<string, (string[] Needs, string Text)> All { get; } = new(StringComparer.Ordinal)
    {
        ["Turn"] = (["FarTurns"], """
            /// <summary>The sine of so many quarter turns more than x, which is n quarters and r, at most an eighth of a turn: the series
            /// of the sine or the cosine of r, and of either sign. No number where x is beyond 2^48. A quarter turn has three parts, of
            /// which the first two have few digits; from 4096 on these are too few.</summary>
            private static float Turn(float x, int quarters)
            {
                if (float.IsNaN(x)) return x;
                uint bits = Interop.FloatAsInt(x) & 0x7FFFFFFFu;
                bool isFar = bits > 0x45800000u;
                float near = isFar ? 0f : x;
                int whole = (int)(near * 0.6366198f + (near < 0f ? -0.5f : 0.5f));
                float n = whole;
                float r = near - n * 1.5703125f - n * 0.00048375130f - n * 7.54979E-08f;
                // In quarters, with 62 bits behind the point; their rest of −1/2 to 1/2 is the signed number of these bits.
                ulong turns = FarTurns(bits);
                long rest = unchecked((long)(turns << 2)) >> 2;
                int farWhole = unchecked((int)((turns - (ulong)rest) >> 62));
                float farRest = rest * 3.4061216E-19f;
                farRest = x < 0f ? -farRest : farRest;
                r = isFar ? farRest : r;
                int signedWhole = x < 0f ? -farWhole : farWhole;
                int turn = (isFar ? signedWhole : whole) + quarters;
                float z = r * r;
                float s = r + r * z * (-0.16666655f + z * (0.0083321609f - z * 0.00019515296f));
                s = r == 0f ? r : s;
                float c = 1f - 0.5f * z + z * z * (0.041666646f + z * (-0.0013887316f + z * 2.4433157E-05f));
                float y = (turn & 1) != 0 ? c : s;
                y = (turn & 2) != 0 ? -y : y;
                return bits > 0x57800000u ? float.NaN : y;
            }
            """),
        ["FarTurns"] = ([], """
            /// <summary>The quarter turns of a float between 2^12 and 2^48 that has these bits, without multiples of four, and with 62 bits
            /// behind the point: the product of its 24 digits with those bits of 2/π that count there.</summary>
            private static ulong FarTurns(uint bits)
            {
                int exponent = (int)(bits >> 23) - 138;
                exponent = exponent < 1 || exponent > 37 ? 1 : exponent;
                ulong digits = (bits & 0x7FFFFFu) | 0x800000u;
                ulong part = (0x00028BE60DB93910UL << exponent) | (0x54A7F09D5F47D4D3UL >> (64 - exponent));
                return unchecked(digits * part);
            }
            """),
    };
}
