using System.Globalization;

namespace Fusion.Compiler.Emit;

/// <summary>A short name that stands for a long one: its beginning, and a number that no other name has.</summary>
public static class UniqueName
{
    private const int MostLetters = 40;

    /// <summary>For example <c>ResNet50_1b3fa2c4</c>: letters, digits and underscores, and the same in every build.</summary>
    /// <param name="name">The name to begin with.</param>
    /// <param name="fullName">What tells it from others, by case, too.</param>
    public static string Of(string name, string fullName)
    {
        string letters = string.Concat(name.Where(static c => c < 128 && (char.IsLetterOrDigit(c) || c == '_')).Take(MostLetters));
        return (letters.Length == 0 || char.IsDigit(letters[0]) ? "Network" + letters : letters) + "_" + Hash(fullName)
            .ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>FNV-1a, of 32 bits.</summary>
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text) hash = unchecked((hash ^ c) * 16777619);
        return hash;
    }
}
