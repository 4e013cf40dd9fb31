using System.Text;

namespace Fusion.Tool.Models;

/// <summary>Names of classes from names of files.</summary>
internal static class ClassNames
{
    /// <summary><c>resnet18-v1</c> becomes <c>Resnet18V1</c>.</summary>
    public static string Of(string text)
    {
        var name = new StringBuilder();
        bool starts = true;
        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                starts = true;
                continue;
            }

            name.Append(starts ? char.ToUpperInvariant(character) : character);
            starts = false;
        }

        if (name.Length == 0) return "Network";
        return char.IsAsciiDigit(name[0]) ? "Network" + name : name.ToString();
    }
}
