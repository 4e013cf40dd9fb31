using Fusion.Import;
using Fusion.Import.Protocol;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Models;

/// <summary>Reads ONNX files for commands.</summary>
internal static class ModelFiles
{
    /// <exception cref="ToolException">The file can't be read, or is no ONNX model.</exception>
    public static ModelFile Read(string path)
    {
        InputFile.Open(path, "an ONNX model").Dispose();
        try
        {
            return ModelReader.Read(path);
        }
        catch (Exception exception) when (exception is ImportException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException(exception.Message, exception);
        }
    }

    /// <summary>What a file is called without its ending; many are called model.onnx, in a folder with the name.</summary>
    public static string Title(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? "";
        return name == "model" && folder.Length > 0 ? folder : name;
    }
}
