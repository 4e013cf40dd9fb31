using System.Text;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The texts of <see cref="VectorFunctions"/> that make random bits, in the words of <see cref="VectorFunctionTable"/>.</summary>
internal static class VectorRandomTable
{
    public static IReadOnlyDictionary<string, (string[] Needs, string Text)> All { get; } = new Dictionary<string, (string[], string)>
    {
        ["Threefry"] = ([], ThreefryText()),
    };

    /// <summary><see cref="Operations.Threefry"/>, a block in each lane.</summary>
    private static string ThreefryText()
    {
        var text = new StringBuilder($$"""
            /// <summary>Threefry-2x32 with {{Threefry.Rounds}} rounds (Salmon et al., SC 2011): from a counter in first and second,
            /// two words of random bits.</summary>
            void Threefry(I key0, I key1, ref I first, ref I second)
            {
                I key2 = I(0x{{Threefry.Parity:X8}}) ^ key0 ^ key1;
                first += key0;
                second += key1;

            """);
        for (int round = 1; round <= Threefry.Rounds; round++)
        {
            int rotation = Threefry.Rotations[(round - 1) % Threefry.Rotations.Count];
            text.Append($"    first += second;\n    second = (second << {rotation} | second >>> {32 - rotation}) ^ first;\n");
            if (round % Threefry.RoundsPerKey != 0) continue;
            int times = round / Threefry.RoundsPerKey;
            text.Append($"    first += key{times % 3};\n    second += key{(times + 1) % 3} + I({times});\n");
        }
        return text.Append('}').ToString();
    }
}
