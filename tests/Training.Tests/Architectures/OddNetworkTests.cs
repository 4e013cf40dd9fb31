using Fusion.Training.Tests.Sessions;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static Fusion.Training.Tests.Architectures.FunctionalComparison;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Architectures;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Networks with sizes, borders and layers that are rarer, each with its first steps beside TorchSharp.</summary>
public class OddNetworkTests
{
    [TorchFact]
    public void Pictures_made_of_pictures()
    {
        StateDict weights = Lessons.Weights(Painter.Description);
        using PainterTraining training = PainterTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] images = Normal(21, 3 * 35 * 3), target = Normal(22, 3 * 72 * 3);
        Run(training, net, _ =>
        {
            Tensor y = net.Conv("inc.1", functional.pad(Pictures(images, 3, 7, 5, 3), [1, 1, 1, 1], PaddingModes.Reflect));
            y = functional.prelu(net.GroupNorm("inc.2", y, 6), net["inc.3.weight"]);
            Tensor low = functional.silu(functional.instance_norm(net.Conv("down", y, 2, 1, 2)));
            Tensor high = functional.conv_transpose2d(
                low, net["up.weight"], net["up.bias"], [2, 2], [1, 1], [0, 0], [1, 1], 2);
            Tensor large = functional.interpolate(
                high + y, [9, 8], mode: torch.InterpolationMode.Bicubic, align_corners: false);
            return functional.smooth_l1_loss(
                torch.tanh(net.Conv("outc", large)), Pictures(target, 3, 9, 8, 3), beta: 0.7);
        }, _ => training.Step(images, target, Rate).Sum);
    }

    [TorchFact]
    public void Messages_between_the_nodes_of_graphs()
    {
        StateDict weights = Lessons.Weights(Molecule.Description);
        using MoleculeTraining training = MoleculeTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] nodes = Normal(23, 6 * 5 * 4), edges = new float[6 * 25], target = [0, 1, 1, 0, 0.3f, 1];
        for (int i = 0; i < edges.Length; i++) edges[i] = i / 5 % 5 != i % 5 && (i * 7 + i / 25) % 3 == 0 ? 1 : 0;
        Run(training, net, _ =>
        {
            Tensor adjacency = Values(edges, 6, 5, 5), looped = adjacency + torch.eye(5, dtype: torch.float64);
            Tensor scale = looped.sum(2, true).clamp(min: 1).pow(-0.5);
            Tensor x = functional.relu(
                scale * looped.matmul(scale * net.Linear("first", Values(nodes, 6, 5, 4))));
            x = torch.tanh(adjacency.matmul(net.Linear("second", x)) / adjacency.sum(2, true).clamp(min: 1));
            return functional.binary_cross_entropy_with_logits(net.Linear("head", x.amax([1])), Values(target, 6, 1));
        }, _ => training.Step(nodes, edges, target, Rate).Sum);
    }

    [TorchFact]
    public void Directions_in_a_batch_of_one_with_a_result_that_nothing_learns_from()
    {
        StateDict weights = Lessons.Weights(Directions.Description);
        using DirectionsTraining training = DirectionsTraining.Start(weights);
        FunctionalNetwork net = new FunctionalNetwork(weights).Freeze("unused");
        float[] values = Normal(24, 9);
        Run(training, net, _ =>
        {
            Tensor y = net.Linear("embed.2", functional.elu(net.Linear("embed.0", Values(values, 1, 9)), 1));
            Tensor classes = functional.normalize(net["classes"], 2, 1, 1e-12);
            return functional.cross_entropy(8 * functional.normalize(y, 2, 1, 1e-12).matmul(classes.t()), Classes([2], 1));
        }, _ => training.Step(values, [2], Rate).Sum);
    }

    [TorchFact]
    public void Memories_in_both_directions_and_attention_that_pools()
    {
        StateDict weights = Lessons.Weights(Memories.Description);
        using MemoriesTraining training = MemoriesTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] values = Normal(25, 4 * 6 * 3);
        int[] labels = Labels(26, 4, 3);
        Run(training, net, _ =>
        {
            Tensor x = Values(values, 4, 6, 3);
            for (int layer = 0; layer < 2; layer++)
            {
                Tensor there = Recurrences.Lstm(net, "steps.0", x, $"l{layer}");
                Tensor back = Recurrences.Lstm(net, "steps.0", x.flip(1), $"l{layer}_reverse").flip(1);
                x = torch.cat([there, back], 2);
            }
            x = Recurrences.Rnn(net, "steps.1", x.flip(1)).flip(1);
            Tensor shares = functional.softmax(net.Linear("attention", x), 1);
            return functional.cross_entropy(net.Linear("head", (x * shares).sum(1)), Classes(labels, 4));
        }, _ => training.Step(values, labels, Rate).Sum);
    }

    [TorchFact]
    public void Sizes_that_nothing_divides()
    {
        StateDict weights = Lessons.Weights(Uneven.Description);
        using UnevenTraining training = UnevenTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] images = Normal(27, 5 * 63 * 2);
        int[] labels = Labels(28, 5, 3);
        Run(training, net, _ =>
        {
            Tensor y = functional.hardswish(net.BatchNorm("inc.1", net.Conv("inc.0", Pictures(images, 5, 9, 7, 2), 2, 1)));
            Tensor gated = functional.relu6(net.BatchNorm("gated.1", net.Conv("gated.0", y, 1, 1, 8)));
            Tensor hidden = functional.relu(net.Conv("gated.3.fc1", gated.mean([2, 3], true)));
            gated = gated * functional.sigmoid(net.Conv("gated.3.fc2", hidden));
            Tensor high = functional.conv_transpose2d(
                net.Conv("low", functional.avg_pool2d(y, 2, ceil_mode: true)), net["high.weight"], net["high.bias"], [2, 2], [1, 1],
                [0, 1]);
            Tensor[] halves = (gated + high.slice(2, 0, 5, 1).slice(3, 0, 4, 1)).chunk(2, 1);
            Tensor both = torch.cat([halves[0] * functional.sigmoid(halves[1]), halves[1]], 1);
            Tensor last = functional.local_response_norm(torch.nn.ChannelShuffle(2).call(net.Conv("last", both)), 3);
            return functional.cross_entropy(net.Linear("head", last.flatten(1)), Classes(labels, 5));
        }, _ => training.Step(images, labels, Rate).Sum);
    }
}
