using System.Globalization;

namespace Fusion.Compiler.Lower;

/// <summary>What a tap is called: as C# members are, after the way to where it stands.</summary>
internal static class TapNames
{
    /// <summary><c>layer1.0.conv2</c> becomes <c>Layer1_0_Conv2</c>: each part begins with a capital letter, and without
    /// underscores.</summary>
    public static string Of(string path) => string.Join("_", path.Split('.').Select(Capitalized));

    /// <summary>Whether it can be the name of a property, and of no variable of ours, which begin with underscores.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0 && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_' || IsJoining(c));

    private static string Capitalized(string part)
    {
        string name = part.TrimStart('_', '@');
        return name.Length == 0 ? part : char.ToUpperInvariant(name[0]) + name.Substring(1);
    }

    private static bool IsJoining(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;
}
