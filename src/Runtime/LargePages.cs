namespace Fusion;

/// <summary>
/// When Linux is asked for pages of 2 MiB, of which weights and workspaces of 1 MiB or more take whole ones. Networks whose weights
/// exceed the caches run 1 to 5 % faster with them. It gives them where <c>/sys/kernel/mm/transparent_hugepage/enabled</c> is
/// <c>madvise</c> or <c>always</c>; elsewhere, and on other systems, this changes nothing.
/// </summary>
public enum LargePages
{
    /// <summary>
    /// Once the memory has been written: the system puts its small pages together meanwhile, some 16 MB in ten seconds, while the network
    /// runs. Loading takes no longer for it.
    /// </summary>
    Later,

    /// <summary>
    /// When the memory is reserved. The system makes each page when it is first touched, which is several times as quick as making small
    /// ones, but may be slower on a virtual machine whose host takes free memory back and then has to return it.
    /// </summary>
    AtOnce,

    /// <summary>Not at all.</summary>
    Never,
}
