using System.Reflection;
using System.Runtime.InteropServices;
using Fusion.Tool.Shell;
using Microsoft.ML.OnnxRuntime;

namespace Fusion.Tool.Models;

/// <summary>
/// Finds ONNX Runtime's native library, which is ten times as large as this tool and not a part of it: in the folder that the environment
/// variable FUSION_ONNXRUNTIME names, or in the package Microsoft.ML.OnnxRuntime where some project on this machine uses it.
/// </summary>
internal static class OnnxRuntimeLibrary
{
    private const string Variable = "FUSION_ONNXRUNTIME", Package = "microsoft.ml.onnxruntime";

    private static readonly Lazy<string?> s_path = new(Find);

    private static int s_isPrepared;

    /// <summary>Whether the library is there.</summary>
    public static bool IsPresent => s_path.Value is not null;

    /// <exception cref="ToolException">The library is not there.</exception>
    public static void Require()
    {
        if (s_path.Value is not { } path)
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
                throw new ToolException($"{Variable} is {given}, where there is no {FileName}; the folder with it was expected.");
            throw new ToolException(
                "ONNX Runtime is not on this machine. Add the package Microsoft.ML.OnnxRuntime to any project and restore it, "
                + $"or let {Variable} name the folder with its native library.");
        }

        if (Interlocked.Exchange(ref s_isPrepared, 1) == 0) Prepare(path);
    }

    private static void Prepare(string path)
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(InferenceSession).Assembly, (name, _, _) =>
                name.StartsWith("onnxruntime", StringComparison.OrdinalIgnoreCase) && !name.Contains("extensions", StringComparison.Ordinal)
                    ? NativeLibrary.Load(path) : IntPtr.Zero);
            var quiet = new EnvironmentCreationOptions { logId = "fusion", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            if (!OrtEnv.IsCreated) OrtEnv.CreateInstanceWithOptions(ref quiet);
        }
        catch (InvalidOperationException)
        {
            // A program that holds this tool has used ONNX Runtime before, so that its library is found.
        }
    }

    /// <summary>Opens a model, a path or bytes. What the engine would warn of is nothing that a user of this tool can do something
    /// about.</summary>
    /// <param name="threads">0 for as many as there are.</param>
    public static InferenceSession Open(string? path, byte[]? bytes = null, int threads = 0)
    {
        Require();
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = threads };
        if (threads > 0) options.InterOpNumThreads = 1;
        // Optimised, products of weights that are stored in 8 bits would be computed in 8 bits, which the file does not ask for.
        if (bytes is not null) options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
        return bytes is null ? new InferenceSession(path!, options) : new InferenceSession(bytes, options);
    }

    private static string FileName => OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    private static string? Find() => Folders().Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            // Who names a folder means that one.
            yield return given;
            yield break;
        }

        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string root = Path.Combine(packages, Package);
        if (!Directory.Exists(root)) yield break;
        // The managed part asks for a native one that is at least as new.
        Version own = typeof(InferenceSession).Assembly.GetName().Version ?? new Version();
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string rid = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        foreach (string version in Directory.EnumerateDirectories(root)
            .Where(folder => Version.TryParse(Path.GetFileName(folder), out Version? found) && found >= new Version(own.Major, own.Minor))
            .OrderByDescending(folder => Version.Parse(Path.GetFileName(folder))))
            yield return Path.Combine(version, "runtimes", rid, "native");
    }
}
