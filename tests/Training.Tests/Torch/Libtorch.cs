using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Fusion.Training.Tests.Torch;

/// <summary>
/// Loads libtorch before its first use.
/// <para>
/// TorchSharp's own library is linked with a newer C++ library than Debian 12 has: it asks for the version GLIBCXX_3.4.32 of libstdc++, and
/// Debian's ends at 3.4.30. The one symbol behind it, <c>std::ios_base_library_init</c>, only makes the compiler's promise that
/// <c>std::cout</c> is ready before the library's own objects are; nothing ever looks it up. So where the loader refuses the library for
/// its version, the need is marked as weak in this project's copy of it, two bytes, and it loads. The package's file stays as it is.
/// </para>
/// </summary>
internal static partial class Libtorch
{
    private const string Needed = "GLIBCXX_3.4.32";

    /// <summary>Whether this project has a package of libtorch for the machine's platform, so that it must load.</summary>
    public static bool IsExpected => File.Exists(Library);

    /// <summary>Why libtorch cannot be used, as a sentence; null where it can.</summary>
    public static string? Problem { get; private set; }

    /// <summary>TorchSharp's native library among what the build has copied.</summary>
    private static string Library { get; } = Path.Combine(
        AppContext.BaseDirectory, "runtimes", Platform(), "native",
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so");

    /// <summary>Sees to it that the copy loads. Another process may be doing the same.</summary>
    [ModuleInitializer]
    internal static void Prepare()
    {
        Problem = TryLoad();
        if (Problem is null || !OperatingSystem.IsLinux() || !MissingVersion().IsMatch(Problem)) return;
        Weaken(Library);
        Problem = TryLoad();
    }

    private static string? TryLoad()
    {
        if (!IsExpected)
            return $"There is no libtorch for the platform {RuntimeInformation.RuntimeIdentifier} among this project's packages.";
        try
        {
            NativeLibrary.Load(Library);
            return null;
        }
        catch (DllNotFoundException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>
    /// A new file takes the place of the old one, in one step and whole: the old one may be the package's own under a second name (a hard
    /// link), and a process that has it loaded keeps it. With the old one's time of change, the next build need not copy it again.
    /// </summary>
    private static void Weaken(string library)
    {
        byte[] bytes = File.ReadAllBytes(library);
        if (ElfVersionNeeds.Weaken(bytes, Needed) == 0) return;
        string changed = $"{library}.{Guid.NewGuid():N}";
        File.WriteAllBytes(changed, bytes);
        File.SetLastWriteTimeUtc(changed, File.GetLastWriteTimeUtc(library));
        File.Move(changed, library, overwrite: true);
    }

    private static string Platform()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    [GeneratedRegex($"version [`']{Needed}' not found")]
    private static partial Regex MissingVersion();
}
