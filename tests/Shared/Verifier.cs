using System.Runtime.CompilerServices;

namespace Fusion.Tests;

/// <summary>
/// Snapshots, with the file names of Verify: the text of a test must equal <c>Class.Method.verified.ext</c> beside the test's source. Where
/// it does not, the text is left as <c>Class.Method.received.ext</c>; a reviewer who likes it renames it, or runs the tests
/// again with <c>VERIFY_ACCEPT=1</c>.
/// </summary>
public static class Verifier
{
    public static async Task Verify(string text, string extension = "txt", [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(sourceFile)!, Path.GetFileNameWithoutExtension(sourceFile) + "." + method);
        string verified = stem + ".verified." + extension, received = stem + ".received." + extension;
        string actual = Normalize(text);
        string? expected = File.Exists(verified) ? Normalize(await File.ReadAllTextAsync(verified)) : null;
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable("VERIFY_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(verified, actual);
            return;
        }

        await File.WriteAllTextAsync(received, actual);
        Assert.Fail(
            expected is null
                ? $"There is no {Path.GetFileName(verified)}. Review {Path.GetFileName(received)} and rename it."
                : $"{Path.GetFileName(received)} differs from {Path.GetFileName(verified)}:\n{FirstDifference(expected, actual)}");
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n").TrimEnd('\n');

    private static string FirstDifference(string expected, string actual)
    {
        string[] left = expected.Split('\n'), right = actual.Split('\n');
        int line = 0;
        while (line < left.Length && line < right.Length && left[line] == right[line]) line++;
        return $"line {line + 1}\n- {(line < left.Length ? left[line] : "(end)")}\n+ {(line < right.Length ? right[line] : "(end)")}";
    }
}
