using Fusion.Import.Fold;
using Fusion.Import.Protocol;

namespace Fusion.Import.Cases;

/// <summary>A model with inputs and expected outputs, in the layout of ONNX's back-end tests: <c>model.onnx</c> beside
/// <c>test_data_set_0</c> with <c>input_0.pb</c> … and <c>output_0.pb</c> ….</summary>
public sealed record CaseFolder(string Name, ModelFile Model, IReadOnlyList<DataSet> Sets)
{
    /// <exception cref="ImportException">A file is damaged.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static CaseFolder Read(string folder) => ReadFile(Path.Combine(folder, "model.onnx"));

    /// <inheritdoc cref="Read"/>
    /// <param name="path">The model, whose data sets lie beside it; it may have any name.</param>
    public static CaseFolder ReadFile(string path)
    {
        ModelFile model = ModelReader.Read(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] sets = [.. Directory.EnumerateDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal)];
        return new CaseFolder(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), model, [.. sets.Select(DataSet.Read)]);
    }

    /// <summary>
    /// Imports the model for the shapes of a data set. In cases of one operator, weights and sizes are inputs of the model: what a network
    /// can't take as an input is bound as a constant.
    /// </summary>
    /// <exception cref="ImportException">The model can't be imported.</exception>
    public ImportedModel Import(DataSet set, string name)
    {
        var given = Model.Graph.Inputs.Zip(set.Inputs).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var shapes = given.ToDictionary(pair => pair.Key, pair => pair.Value.Dimensions);
        var options = new ImportOptions { Name = name, Shapes = shapes };
        ImportException? last = null;
        foreach (HashSet<string> constants in Bindings(given))
        {
            try
            {
                return ModelImporter.Import(Model, options
                    with
                { Constants = given.Where(pair => constants.Contains(pair.Key)).ToDictionary() });
            }
            catch (ImportException exception)
            {
                last = exception;
            }
        }

        throw last!;
    }

    /// <summary>Whatever holds no floats is constant; else, if need be, all but the first input.</summary>
    private static IEnumerable<HashSet<string>> Bindings(Dictionary<string, ConstantTensor> given)
    {
        HashSet<string> integers = [.. given.Where(pair => !pair.Value.IsFloating || pair.Value.Elements == 0).Select(pair => pair.Key)];
        yield return integers;
        string[] floats = [.. given.Keys.Where(name => !integers.Contains(name))];
        if (floats.Length > 1) yield return [.. integers, .. floats.Skip(1)];
    }
}

/// <summary>Inputs and what must come out.</summary>
public sealed record DataSet(string Name, IReadOnlyList<ConstantTensor> Inputs, IReadOnlyList<ConstantTensor> Outputs)
{
    public static DataSet Read(string folder) => new(Path.GetFileName(folder), Tensors(folder, "input_"), Tensors(folder, "output_"));

    private static ConstantTensor[] Tensors(string folder, string prefix)
    {
        List<ConstantTensor> tensors = [];
        for (int i = 0; ; i++)
        {
            string path = Path.Combine(folder, FormattableString.Invariant($"{prefix}{i}.pb"));
            if (!File.Exists(path)) return [.. tensors];
            tensors.Add(ConstantTensor.Of(Stored(path)));
        }
    }

    private static StoredTensor Stored(string path)
    {
        try
        {
            return TensorReader.Alone(File.ReadAllBytes(path));
        }
        catch (ImportException exception)
        {
            throw new UnreadableException($"'{path}': {exception.Message}", exception);
        }
    }
}
