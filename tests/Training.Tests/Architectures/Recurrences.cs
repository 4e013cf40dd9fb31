using TorchSharp;

namespace Fusion.Training.Tests.Architectures;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Recurrent layers in TorchSharp, step by step, after PyTorch's formulas.</summary>
internal static class Recurrences
{
    /// <param name="x">(N, L, C).</param>
    /// <param name="direction">What the parameters' names end with.</param>
    /// <returns>The states behind each step, (N, L, hidden).</returns>
    public static Tensor Gru(FunctionalNetwork net, string path, Tensor x, string direction)
    {
        string layer = "l0" + direction;
        Tensor h = torch.zeros(x.shape[0], net[$"{path}.weight_hh_{layer}"].shape[1], torch.float64);
        int length = (int)x.shape[1];
        var states = new Tensor[length];
        for (int i = 0; i < length; i++)
        {
            int t = direction.Length == 0 ? i : length - 1 - i;
            Tensor[] a = Part(net, path, "ih", layer, x.select(1, t)).chunk(3, 1), b = Part(net, path, "hh", layer, h).chunk(3, 1);
            Tensor r = torch.sigmoid(a[0] + b[0]), z = torch.sigmoid(a[1] + b[1]), n = torch.tanh(a[2] + r * b[2]);
            states[t] = h = (1 - z) * n + z * h;
        }
        return torch.stack(states, 1);
    }

    /// <summary>From the first position to the last.</summary>
    /// <param name="layer">What the parameters' names end with: <c>l0</c>.</param>
    /// <inheritdoc cref="Gru"/>
    public static Tensor Lstm(FunctionalNetwork net, string path, Tensor x, string layer = "l0")
    {
        Tensor h = torch.zeros(x.shape[0], net[$"{path}.weight_hh_{layer}"].shape[1], torch.float64), c = h;
        var states = new Tensor[x.shape[1]];
        for (int t = 0; t < states.Length; t++)
        {
            Tensor[] gates = (Part(net, path, "ih", layer, x.select(1, t)) + Part(net, path, "hh", layer, h)).chunk(4, 1);
            c = torch.sigmoid(gates[1]) * c + torch.sigmoid(gates[0]) * torch.tanh(gates[2]);
            states[t] = h = torch.sigmoid(gates[3]) * torch.tanh(c);
        }
        return torch.stack(states, 1);
    }

    /// <summary>From the first position to the last.</summary>
    /// <inheritdoc cref="Gru"/>
    public static Tensor Rnn(FunctionalNetwork net, string path, Tensor x)
    {
        Tensor h = torch.zeros(x.shape[0], net[path + ".weight_hh_l0"].shape[1], torch.float64);
        var states = new Tensor[x.shape[1]];
        for (int t = 0; t < states.Length; t++)
            states[t] = h = torch.tanh(Part(net, path, "ih", "l0", x.select(1, t)) + Part(net, path, "hh", "l0", h));
        return torch.stack(states, 1);
    }

    private static Tensor Part(FunctionalNetwork net, string path, string part, string layer, Tensor x) => torch.nn.functional.linear(
        x, net[$"{path}.weight_{part}_{layer}"], net[$"{path}.bias_{part}_{layer}"]);
}
