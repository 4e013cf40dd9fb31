using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Sessions;
using Fusion.Training.Tests.Torch;
using TorchSharp;
using static Fusion.Training.Tests.Architectures.FunctionalComparison;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Architectures;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Networks of the kinds that people train, each with its first steps beside TorchSharp.</summary>
public class ArchitectureTests
{
    [TorchFact]
    public void A_UNet_with_transposed_convolutions()
    {
        StateDict weights = Lessons.Weights(SmallUNet.Description);
        using UNetTraining training = UNetTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] images = Normal(1, 4 * 12 * 8 * 3);
        int[] labels = Labels(2, 4 * 96, 3);
        for (int i = 0; i < labels.Length; i += 7) labels[i] = 255;
        Run(training, net, _ =>
        {
            Tensor x1 = Double("inc", Pictures(images, 4, 12, 8, 3)), x2 = Double("down1", functional.max_pool2d(x1, 2));
            Tensor x3 = Double("down2", functional.max_pool2d(x2, 2));
            Tensor y = Double("conv1", torch.cat([x2, net.ConvTranspose("up1", x3, 2)], 1));
            Tensor logits = net.Conv("outc", Double("conv2", torch.cat([x1, net.ConvTranspose("up2", y, 2, 1)], 1)));
            return functional.cross_entropy(logits, Classes(labels, 4, 12, 8), ignore_index: 255);
        }, _ => training.Step(images, labels, Rate).Sum);

        Tensor Double(string path, Tensor x)
        {
            x = functional.relu(net.BatchNorm(path + ".conv.1", net.Conv(path + ".conv.0", x, padding: 1)));
            return functional.relu(net.BatchNorm(path + ".conv.4", net.Conv(path + ".conv.3", x, padding: 1)));
        }
    }

    [TorchFact]
    public void A_vision_transformer()
    {
        StateDict weights = Lessons.Weights(SmallViT.Description);
        using ViTTraining training = ViTTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] images = Normal(3, 6 * 12 * 16 * 3);
        int[] labels = Labels(4, 6, 5);
        Run(training, net, _ =>
        {
            Tensor x = net.Conv("patches", Pictures(images, 6, 12, 16, 3), 4).flatten(2).transpose(1, 2);
            x = torch.cat([net["token"].unsqueeze(0).expand(6, 1, 12), x], 1) + net["positions"];
            for (int block = 0; block < 2; block++)
            {
                string path = $"blocks.{block}.";
                x = x + SelfAttention(net, path + "attn", net.LayerNorm(path + "norm1", x), 3);
                Tensor hidden = functional.gelu(net.Linear(path + "fc1", net.LayerNorm(path + "norm2", x)));
                x = x + net.Linear(path + "fc2", hidden);
            }
            Tensor logits = net.Linear("head", net.LayerNorm("norm", x).select(1, 0));
            return functional.cross_entropy(logits, Classes(labels, 6), label_smoothing: 0.1);
        }, _ => training.Step(images, labels, Rate).Sum);
    }

    [TorchFact]
    public void Sequences_with_gates_and_memories()
    {
        StateDict weights = Lessons.Weights(Sequences.Description);
        using SequenceTraining training = SequenceTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] values = Normal(5, 6 * 7 * 5);
        int[] labels = Labels(6, 6, 3);
        Run(training, net, _ =>
        {
            Tensor x = Values(values, 6, 7, 5);
            Tensor both = torch.cat([Recurrences.Gru(net, "steps.0", x, ""), Recurrences.Gru(net, "steps.0", x, "_reverse")], 2);
            return functional.cross_entropy(
                net.Linear("head", Recurrences.Lstm(net, "steps.1", both).select(1, 6)), Classes(labels, 6));
        }, _ => training.Step(values, labels, Rate).Sum);
    }

    [TorchFact]
    public void Several_inputs_of_which_two_are_masks()
    {
        StateDict weights = Lessons.Weights(Masked.Description);
        using MaskedInputTraining training = MaskedInputTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] tokens = Normal(7, 5 * 6 * 5), bias = Normal(8, 5 * 36), image = Normal(9, 5 * 9 * 7 * 2), target = Normal(10, 20);
        float[] present = [.. Enumerable.Range(0, 30).Select(i => i % 6 <= i / 6 ? 1f : 0)];
        float[] counts = [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? 0 : 0.5f * (i % 4))];
        Run(training, net, _ =>
        {
            Tensor x = net.Linear("embed", Values(tokens, 5, 6, 5)), mask = Values(present, 5, 6, 1);
            x = x + Attention(net.Linear("q", x), net.Linear("k", x), net.Linear("v", x), 2, Values(bias, 5, 1, 6, 6));
            Tensor mean = (x * mask).sum(1) / mask.sum(1);
            Tensor seen = functional.relu(net.BatchNorm("eye.1", net.Conv("eye.0", Pictures(image, 5, 9, 7, 2), 2, 1))).mean([2, 3]);
            Tensor each = functional.smooth_l1_loss(
                net.Linear("head", torch.cat([mean, seen], 1)), Values(target, 5, 4), Reduction.None, beta: 0.4);
            Tensor weight = Values(counts, 5, 4);
            return (each * weight).sum() / weight.sum();
        }, _ => training.Step(tokens, present, bias, image, target, counts, Rate).Sum);
    }

    [TorchFact]
    public void An_autoencoder_whose_target_is_a_picture()
    {
        StateDict weights = Lessons.Weights(Autoencoder.Description);
        using AutoencoderTraining training = AutoencoderTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] images = Normal(11, 5 * 8 * 12 * 3), target = Array.ConvertAll(images, value => value > 0 ? 0.9f : 0.1f);
        Run(training, net, _ =>
        {
            Tensor x = functional.silu(net.GroupNorm("down1.1", net.Conv("down1.0", Pictures(images, 5, 8, 12, 3), 2, 1), 2));
            x = functional.leaky_relu(net.BatchNorm("down2.1", net.Conv("down2.0", x, 2, 1)), 0.2);
            x = functional.relu(net.BatchNorm("up1.1", net.ConvTranspose("up1.0", x, 2, 1)));
            x = functional.sigmoid(functional.pixel_shuffle(net.Conv("up2", x, padding: 1), 2));
            Tensor wanted = Pictures(target, 5, 8, 12, 3);
            return functional.mse_loss(x, wanted) + 0.3 * functional.l1_loss(x, wanted);
        }, _ => training.Step(images, target, Rate).Sum);
    }

    [TorchFact]
    public void A_decoder_whose_weights_are_the_encoders()
    {
        StateDict weights = Lessons.Weights(Tied.Description);
        using TiedTraining training = TiedTraining.Start(weights);
        var net = new FunctionalNetwork(weights);
        float[] values = Normal(12, 70);
        Run(training, net, _ =>
        {
            Tensor x = Values(values, 7, 10);
            Tensor code = torch.tanh(net.BatchNorm("encode.1", net.Linear("encode.0", x)));
            return functional.mse_loss(code.matmul(net["encode.0.weight"]) + net["offset"], x);
        }, _ => training.Step(values, values, Rate).Sum);
    }

    [TorchFact]
    public void Causal_convolutions_of_which_one_block_is_frozen()
    {
        StateDict weights = Lessons.Weights(TemporalNetwork.Description);
        using TemporalTraining training = TemporalTraining.Start(weights);
        FunctionalNetwork net = new FunctionalNetwork(weights).Freeze("body.1");
        float[] values = Normal(13, 5 * 11 * 4);
        int[] labels = Labels(14, 5, 3);
        Run(training, net, _ =>
        {
            Tensor x = net.Linear("embed", Values(values, 5, 11, 4)).transpose(1, 2);
            for (int block = 0; block < 3; block++)
            {
                string path = $"body.{block}.conv.";
                Tensor y = net.Conv1(path + "0", functional.pad(x, [2 * (block + 1), 0]), block + 1);
                y = functional.relu(net.BatchNorm(path + "1", y));
                x = functional.relu(x + net.Conv1(path + "3", functional.pad(y, [2, 0]), groups: 6));
            }
            return functional.cross_entropy(net.Linear("head", x.mean([2])), Classes(labels, 5));
        }, _ => training.Step(values, labels, Rate).Sum);
    }

    private static Tensor SelfAttention(FunctionalNetwork net, string path, Tensor x, int heads)
    {
        Tensor[] parts = functional.linear(x, net[path + ".in_proj_weight"], net[path + ".in_proj_bias"]).chunk(3, 2);
        return net.Linear(path + ".out_proj", Attention(parts[0], parts[1], parts[2], heads, null));
    }

    /// <param name="bias">Added to the scores.</param>
    private static Tensor Attention(Tensor q, Tensor k, Tensor v, int heads, Tensor? bias)
    {
        (q, k, v) = (Heads(q), Heads(k), Heads(v));
        Tensor scores = q.matmul(k.transpose(2, 3)) / Math.Sqrt(q.shape[3]);
        if (bias is not null) scores = scores + bias;
        return functional.softmax(scores, 3).matmul(v).transpose(1, 2).flatten(2);

        Tensor Heads(Tensor x) => x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);
    }
}
