using TorchSharp;

namespace Fusion.Training;

/// <summary>Weights between modules of TorchSharp and state dicts. Names and shapes are those of the module: PyTorch's.</summary>
public static class TorchStateDict
{
    /// <summary>A counter that PyTorch's norms keep and no network has.</summary>
    private const string Counter = "num_batches_tracked";

    /// <summary>Copies a module's parameters and buffers, as 32-bit floats, into a state dict, which a network loads.</summary>
    /// <param name="module">The module, on any device. Counters of batches are left out.</param>
    /// <exception cref="WeightsException">A tensor is neither of floats nor a counter.</exception>
    public static StateDict ToStateDict(this torch.nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        using DisposeScope scope = torch.NewDisposeScope();
        using var gradients = torch.no_grad();
        var state = new StateDict();
        foreach ((string name, torch.Tensor tensor) in Tensors(module))
        {
            if (!tensor.is_floating_point())
                throw new WeightsException($"{name} is of the type {tensor.dtype}; floating-point numbers were expected.");
            torch.Tensor values = tensor.detach().to(torch.ScalarType.Float32).cpu().contiguous();
            state.Add(name, [.. tensor.shape.Select(size => checked((int)size))], values.data<float>().ToArray());
        }

        return state;
    }

    /// <summary>Gives a module the values of a state dict, such as one that a training has saved. Everything is checked before anything
    /// changes.</summary>
    /// <param name="module">The module, on any device.</param>
    /// <param name="weights">A tensor of the same name and shape for each parameter and buffer, counters of batches excepted.</param>
    /// <param name="strict">Whether a tensor that the module has no place for is an error.</param>
    /// <exception cref="WeightsException">Tensors are missing, left over, or of another shape; the message lists them all.</exception>
    public static void LoadStateDict(this torch.nn.Module module, StateDict weights, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(weights);
        (string Name, torch.Tensor Tensor)[] tensors = [.. Tensors(module)];
        List<string> problems = [.. tensors.Select(place => Problem(place.Name, place.Tensor, weights)).OfType<string>()];
        if (strict)
        {
            var known = tensors.Select(place => place.Name).ToHashSet(StringComparer.Ordinal);
            problems.AddRange(weights.Tensors.Where(tensor => !known.Contains(tensor.Name) && !IsCounter(tensor.Name))
                .Select(tensor => $"{tensor.Name}: unexpected; {tensor.DataType} {Describe(tensor.Dimensions)} was found, and "
                    + $"{module.GetName()} has no such tensor."));
        }

        if (problems.Count > 0)
            throw new WeightsException(
                $"The weights do not fit {module.GetName()}: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}.", problems);
        using DisposeScope scope = torch.NewDisposeScope();
        using var gradients = torch.no_grad();
        foreach ((string name, torch.Tensor tensor) in tensors) tensor.copy_(torch.tensor(weights[name].Values.ToArray(), tensor.shape));
    }

    private static string? Problem(string name, torch.Tensor tensor, StateDict weights)
    {
        if (!weights.TryGet(name, out WeightTensor? found)) return $"{name}: missing; {Describe(tensor.shape)} was expected.";
        if (!found.IsFloat) return $"{name}: values of type {found.DataType} were found; F32, F16 or BF16 was expected.";
        return found.Dimensions.Select(size => (long)size).SequenceEqual(tensor.shape) ? null
            : $"{name}: shape {Describe(found.Dimensions)} was found; {Describe(tensor.shape)} was expected.";
    }

    private static IEnumerable<(string Name, torch.Tensor Tensor)> Tensors(torch.nn.Module module) =>
        module.named_parameters().Select(pair => (pair.name, (torch.Tensor)pair.parameter))
            .Concat(module.named_buffers().Where(pair => !IsCounter(pair.name)).Select(pair => (pair.name, pair.buffer)));

    private static string Describe<T>(IEnumerable<T> shape) => $"[{string.Join(", ", shape)}]";

    private static bool IsCounter(string name) =>
        name == Counter || name.EndsWith("." + Counter, StringComparison.Ordinal);
}
